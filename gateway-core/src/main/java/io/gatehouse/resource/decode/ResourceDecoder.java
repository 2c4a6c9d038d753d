package io.gatehouse.resource.decode;

import io.gatehouse.resource.Resource;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Decodes YAML or JSON text: several documents, {@code kind: List}, every kind of {@link Resource}. One document's
 * errors don't touch the others. Never throws for what a text says.
 */
public final class ResourceDecoder {
    /** Longer texts are refused: 32 MiB. */
    public static final int MAX_CHARACTERS = 32 << 20;

    /**
     * Decodes a whole text.
     *
     * @param file the name that findings give
     */
    public Decoded decode(String file, String text) {
        Findings findings = new Findings(file);
        List<Resource> resources = new ArrayList<>();
        if (text.length() > MAX_CHARACTERS) {
            findings.error(
                    Codes.TOO_LARGE,
                    1,
                    1,
                    "",
                    "the file has more than " + MAX_CHARACTERS + " characters",
                    "split it into several files");
            return new Decoded(resources, findings.all());
        }
        for (Documents.Chunk chunk : Documents.split(text)) {
            decodeChunk(chunk, findings, resources);
        }
        return new Decoded(resources, findings.all());
    }

    /**
     * Decodes what a reader gives.
     *
     * @throws IOException when reading fails
     */
    public Decoded decode(String file, Reader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        for (int n = reader.read(buffer); n >= 0 && text.length() <= MAX_CHARACTERS; n = reader.read(buffer)) {
            text.append(buffer, 0, n);
        }
        return decode(file, text.toString());
    }

    private static void decodeChunk(Documents.Chunk chunk, Findings findings, List<Resource> resources) {
        Findings local = findings.at(chunk.firstLine() - 1, 0);
        YamlText yaml = new YamlText(chunk.text());
        try {
            while (true) {
                Node root = yaml.next();
                if (root == null) {
                    break;
                }
                new ObjectDecoder(local.forDocument(), chunk.text()).decode(root, resources);
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Findings broken = local.forDocument();
            broken.identify(DocumentIdentity.guess(chunk.text()));
            broken.error(
                    Codes.NOT_YAML,
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "",
                    "not YAML: " + e.getProblem(),
                    null);
        } catch (YAMLException e) {
            Findings broken = local.forDocument();
            broken.identify(DocumentIdentity.guess(chunk.text()));
            broken.error(YamlText.isLimit(e) ? Codes.TOO_LARGE : Codes.NOT_YAML, 1, 1, "", YamlText.problem(e), null);
        }
        findings.addAll(local);
    }
}
