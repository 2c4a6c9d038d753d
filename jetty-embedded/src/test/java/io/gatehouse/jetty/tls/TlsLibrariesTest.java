package io.gatehouse.jetty.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gatehouse.pem.TlsIdentity;
import io.gatehouse.route.TlsSpec;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TlsLibrariesTest {
    private final TlsLibraries auto = TlsLibraries.of(TlsProvider.AUTO);

    @Test
    void conscryptServesWhatItCan() throws Exception {
        assertInstanceOf(ConscryptTls.class, auto.choose("s", spec("TLSv1.2"), identities("app")));
        assertInstanceOf(ConscryptTls.class, auto.choose("s", spec("TLSv1.3"), identities("app-ec")));
    }

    @Test
    void jdkServesWhereItIsAskedFor() throws Exception {
        TlsLibraries jdk = TlsLibraries.of(TlsProvider.JDK);

        assertInstanceOf(JdkTls.class, jdk.choose("s", spec("TLSv1.2"), identities("app")));
    }

    @Test
    void twoCertificatesOldVersionsAndRareSuitesAreServedByTheJdk() throws Exception {
        assertInstanceOf(JdkTls.class, auto.choose("s", spec("TLSv1.2"), identities("app", "app-ec")));
        assertInstanceOf(JdkTls.class, auto.choose("s", spec("TLSv1.0"), identities("app")));
        assertInstanceOf(JdkTls.class, auto.choose("s", spec("TLSv1.2", "ECDHE-RSA-AES128-SHA256"), identities("app")));
        assertInstanceOf(JdkTls.class, auto.choose("s", spec("TLSv1.2", "AES128-SHA"), identities("app")));
        assertInstanceOf(
                ConscryptTls.class,
                auto.choose("s", spec("TLSv1.2", "ECDHE-RSA-AES128-GCM-SHA256"), identities("app")));
    }

    @Test
    void namesAreThoseOfTheCommandLine() {
        assertEquals(TlsProvider.CONSCRYPT, TlsProvider.named("conscrypt"));
        assertThrows(IllegalArgumentException.class, () -> TlsProvider.named("openssl"));
    }

    @Test
    void withoutItsJarConscryptIsRefusedAndAutoIsTheJdk() throws Exception {
        URL[] others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(place -> !place.contains("conscrypt"))
                .map(TlsLibrariesTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Class<?> libraries = loader.loadClass(TlsLibraries.class.getName());
            Class<?> provider = loader.loadClass(TlsProvider.class.getName());
            Object[] providers = provider.getEnumConstants();
            var of = libraries.getMethod("of", provider);

            InvocationTargetException refused = assertThrows(
                    InvocationTargetException.class, () -> of.invoke(null, providers[TlsProvider.CONSCRYPT.ordinal()]));
            of.invoke(null, providers[TlsProvider.AUTO.ordinal()]);

            assertEquals(
                    "Conscrypt can't be used: conscrypt-openjdk-uber is not on the class path",
                    refused.getCause().getMessage());
        }
    }

    private static URL url(String place) {
        try {
            return Path.of(place).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static TlsSpec spec(String minVersion, String... suites) {
        return TestMaterial.spec(TlsSpec.Mode.SIMPLE, null, null, List.of(), minVersion, "TLSv1.3", List.of(suites));
    }

    private static List<TlsIdentity> identities(String... names) throws Exception {
        List<TlsIdentity> identities = new java.util.ArrayList<>();
        for (String name : Arrays.asList(names)) {
            identities.add(TlsIdentity.read(TestMaterial.pem(name + ".crt"), TestMaterial.pem(name + ".key")));
        }
        return identities;
    }
}
