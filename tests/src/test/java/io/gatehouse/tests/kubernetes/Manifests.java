package io.gatehouse.tests.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code etc/kubernetes} of the project. */
final class Manifests {
    private Manifests() {}

    /** A file or directory of it. */
    static String of(String name) {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            Path found = at.resolve("etc/kubernetes").resolve(name);
            if (Files.exists(found)) {
                return found.toString();
            }
        }
        throw new IllegalStateException("no etc/kubernetes/" + name + " above " + start);
    }

    /** What Helm makes of the chart. */
    static Shell.Result chart(String namespace, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Tools.of("helm"),
                "template",
                "gatehouse",
                of("helm/gatehouse"),
                "--namespace=" + namespace,
                "--kube-version=1.30"));
        command.addAll(List.of(arguments));
        return Shell.run(command, "");
    }
}
