package io.gatehouse.pem;

import io.gatehouse.route.CertificateSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of PEM material. Keeps the last good value when its source turns bad, and looks for changed
 * files, symbolic links to swapped directories included. Used by the control thread only.
 */
public final class Slot<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    /** Makes a value of PEM octets. */
    public interface Reader<T> {
        /** Reads it; the key is null for sources without one. */
        T read(byte[] certificate, byte @Nullable [] privateKey) throws BadMaterialException;
    }

    private final Reader<T> reader;
    private @Nullable CertificateSource source;
    private List<Object> stamps = List.of();
    private byte @Nullable [] digest;
    private @Nullable T value;
    private @Nullable String problem;

    /** A slot that is empty until a source is used. */
    public Slot(Reader<T> reader) {
        this.reader = reader;
    }

    /** The last good value; null when there has been none. */
    @Nullable
    public T value() {
        return value;
    }

    /** Why the source can't be used just now; null when it can. */
    @Nullable
    public String problem() {
        return problem;
    }

    /** Takes over a source; true when the value changed. */
    public boolean use(CertificateSource changed) {
        if (changed.equals(source)) {
            return refresh();
        }
        source = changed;
        stamps = List.of();
        return load();
    }

    /** Reads the source again when its files look different; true when the value changed. */
    public boolean refresh() {
        return source instanceof CertificateSource.Files files && !stamps(files).equals(stamps) && load();
    }

    private boolean load() {
        try {
            byte[][] octets = read();
            byte[] read = digest(octets);
            if (value != null && problem == null && Arrays.equals(read, digest)) {
                return false;
            }
            value = reader.read(octets[0], octets.length > 1 ? octets[1] : null);
            digest = read;
            report(null);
            return true;
        } catch (BadMaterialException bad) {
            report(bad.getMessage());
            return false;
        }
    }

    private void report(@Nullable String changed) {
        String described = changed == null || source == null ? null : source.describe() + ": " + changed;
        if (described != null && !described.equals(problem)) {
            LOG.warn(
                    "Certificate can't be used: problem={} instead={}",
                    described,
                    value == null ? "none" : "the last good one");
        } else if (described == null && source instanceof CertificateSource.Files) {
            LOG.info("Certificate loaded: source={}", source.describe());
        }
        problem = described;
    }

    private byte[][] read() throws BadMaterialException {
        if (source instanceof CertificateSource.Inline inline) {
            byte[] key = inline.privateKey();
            return key == null ? new byte[][] {inline.certificate()} : new byte[][] {inline.certificate(), key};
        }
        if (source instanceof CertificateSource.Files files) {
            // Before the content, so that a change in between is seen by the next look.
            stamps = stamps(files);
            String key = files.privateKey();
            return key == null
                    ? new byte[][] {file(files.certificate())}
                    : new byte[][] {file(files.certificate()), file(key)};
        }
        if (source instanceof CertificateSource.Missing missing) {
            throw new BadMaterialException(missing.problem());
        }
        throw new IllegalStateException("no source");
    }

    private static byte[] file(String path) throws BadMaterialException {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (NoSuchFileException missing) {
            throw new BadMaterialException("there is no file " + path);
        } catch (IOException unreadable) {
            throw new BadMaterialException("file " + path + " can't be read: " + unreadable.getMessage());
        }
    }

    /** Tells whether rewritten files say the same, without keeping a key in memory. */
    private static byte[] digest(byte[][] octets) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (byte[] part : octets) {
                sha.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Object> stamps(CertificateSource.Files files) {
        List<Object> stamps = new ArrayList<>();
        stamps.add(stamp(files.certificate()));
        if (files.privateKey() != null) {
            stamps.add(stamp(files.privateKey()));
        }
        return stamps;
    }

    private static List<?> stamp(String path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return List.of(
                    attributes.lastModifiedTime(),
                    attributes.size(),
                    Objects.requireNonNullElse(attributes.fileKey(), ""));
        } catch (IOException absent) {
            return List.of();
        }
    }
}
