package io.gatehouse.source.kubernetes;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The token of the pod's account, read for each request, since Kubernetes replaces it: the client by itself would go on
 * for up to a minute with one that is no longer taken. Requests to the API server are few, and the file is in memory.
 */
final class TokenFile implements OAuthTokenProvider {
    private final Path file;
    private volatile String last = "";

    TokenFile(Path file) {
        this.file = file;
    }

    /** What the file says; while it can't be read, what it said last. */
    @Override
    public String getToken() {
        try {
            last = Files.readString(file).strip();
        } catch (IOException e) {
            return last;
        }
        return last;
    }
}
