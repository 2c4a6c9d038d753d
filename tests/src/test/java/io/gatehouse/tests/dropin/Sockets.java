package io.gatehouse.tests.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What Linux tells of a process's sockets and files. */
final class Sockets {
    private static final String LISTENING = "0A";

    private Sockets() {}

    /** The TCP ports that a process listens on. */
    static Set<Integer> listening(long pid) throws IOException {
        Set<String> open = openFiles(pid);
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns[3].equals(LISTENING) && open.contains("socket:[" + columns[9] + "]")) {
                    ports.add(Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    /** Where the open files of a process lead. */
    static Set<String> openFiles(long pid) throws IOException {
        Set<String> open = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : files.toList()) {
                try {
                    open.add(Files.readSymbolicLink(file).toString());
                } catch (NoSuchFileException closed) {
                    // Meanwhile.
                }
            }
        }
        return open;
    }
}
