package io.gatehouse.source.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    @TempDir
    private Path directory;

    private Path token;

    @BeforeEach
    void isInAPod() throws IOException {
        token = Files.writeString(directory.resolve("token"), "first\n");
        System.setProperty(Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY, token.toString());
        System.setProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY, "false");
    }

    @AfterEach
    void isInNone() {
        System.clearProperty(Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY);
        System.clearProperty(Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY);
    }

    @Test
    void aReplacedTokenIsTheNextRequestsAndALostOneLeavesTheLast() throws IOException {
        try (KubernetesClient client = new ClusterAccess(null, null).client()) {
            OAuthTokenProvider provider =
                    assertInstanceOf(TokenFile.class, client.getConfiguration().getOauthTokenProvider());
            assertEquals("first", provider.getToken());
            Files.writeString(token, "second\n");
            assertEquals("second", provider.getToken());
            Files.delete(token);
            assertEquals("second", provider.getToken());
        }
    }

    @Test
    void aKubeconfigHasItsOwn() throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: test
                clusters: [{name: test, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: test, user: {token: own}}]
                contexts: [{name: test, context: {cluster: test, user: test}}]
                """);
        try (KubernetesClient client = new ClusterAccess(kubeconfig, null).client()) {
            assertNull(client.getConfiguration().getOauthTokenProvider());
        }
    }
}
