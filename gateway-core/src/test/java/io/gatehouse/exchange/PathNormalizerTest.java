package io.gatehouse.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gatehouse.route.MeshSpec.PathNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of paths: as sent, as matched and forwarded. */
class PathNormalizerTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a/./b, /a/b",
        "/a/., /a/",
        "/./a, /a",
        "/a/../b, /b",
        "/a/.., /",
        "/a/b/.., /a/",
        "/a/../../b, /b",
        "/.., /",
        "/../.., /",
        "/a/..b, /a/..b",
        "/a/.b, /a/.b",
        "/a/..., /a/...",
        "/a/b.., /a/b..",
        "/a/..%2e, /a/...",
        "/a/%2e%2E/b, /b",
        "/a/%2e/b, /a/b",
        "//a//b, //a//b",
        "//a/../b, //b",
        "/a//../b, /a/b",
    })
    void dotSegmentsAreResolvedNeverAboveTheRoot(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.BASE));
    }

    @ParameterizedTest
    @CsvSource({"/a;x/..;y/b, /b", "/a/.;x/b, /a/b", "/a/..;, /", "/a/;.., /a/;..", "/a;../b, /a;../b", "/a;x, /a;x"})
    void parametersDontHideDotSegments(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.BASE));
    }

    @ParameterizedTest
    @CsvSource({
        "/a\\b, /a/b",
        "/a\\..\\b, /b",
        "/a\\\\b, /a//b",
        "/a/%5C.., /a/%5C..",
        "/a/%5cb, /a/%5cb",
        "/a%2Fb/../c, /c",
        "/a%2fb, /a%2fb",
    })
    void backslashesAreSlashesAndEscapedOnesAreNot(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.BASE));
    }

    @ParameterizedTest
    @CsvSource({
        "/%7Eu, /~u",
        "/%61dmin, /admin",
        "/%41%5A%7a, /AZz",
        "/%30%39, /09",
        "/%2D%2e%5F, /-._",
        "/%40, /%40",
        "/%5B, /%5B",
        "/%60, /%60",
        "/%7B, /%7B",
        "/%2f, /%2f",
        "/%3a, /%3a",
        "/a%c3%a9, /a%c3%a9",
        "/%25, /%25",
        "/%2561, /%2561",
    })
    void onlyNeedlessEscapesAreUndoneAndOnlyOnce(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%", "/a%4", "/a%4g", "/a%g4", "/a%%41", "/%/a"})
    void whatIsNoEscapeStays(String path) {
        assertEquals(path.replace("%41", "A"), PathNormalizer.normalize(path, PathNormalization.BASE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '\t',
            quoteCharacter = '\'',
            value = {
                "/a|b\"<>	/a%7Cb%22%3C%3E",
                "/a b	/a%20b",
                "/^`{}	/%5E%60%7B%7D",
                "/!$&()*+,;=:@[]	/!$&()*+,;=:@[]",
            })
    void unsafeCharactersAreEscapedAndOthersAreNot(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.BASE));
    }

    @ParameterizedTest
    @CsvSource({"31, /a%1Fb", "127, /a%7Fb", "9, /a%09b"})
    void controlsAreEscaped(int character, String normal) {
        assertEquals(normal, PathNormalizer.normalize("/a" + (char) character + "b", PathNormalization.BASE));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void anEscapedZeroMakesNoPath(PathNormalization mode) {
        assertNull(PathNormalizer.normalize("/a%00b", mode));
        assertNull(PathNormalizer.normalize("/a/%00", mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "//a", "/%00", "/a\\b", "/%61"})
    void noneLeavesEverythingAsItIs(String path) {
        assertSame(path, PathNormalizer.normalize(path, PathNormalization.NONE));
    }

    @ParameterizedTest
    @CsvSource({"//a//b, /a/b", "/a///b/, /a/b/", "//, /", "/a//../b, /a/b", "/a%2F%2Fb, /a%2F%2Fb", "/a/b, /a/b"})
    void slashesAreMergedAfterDotSegments(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.MERGE_SLASHES));
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2Fb, /a/b",
        "/a%2fb, /a/b",
        "/a%2F%2Fb, /a/b",
        "/a%5Cb, /a/b",
        "/a%5c..%2Fb, /b",
        "/a/b%2F, /a/b/",
        "/a%2, /a%2",
        "/%41%2fb, /A/b",
        "/a//b, /a/b",
    })
    void escapedSlashesBecomeSlashesBeforeAllElse(String path, String normal) {
        assertEquals(normal, PathNormalizer.normalize(path, PathNormalization.DECODE_AND_MERGE_SLASHES));
    }

    @ParameterizedTest
    @EnumSource
    void aNormalPathIsTheSameObject(PathNormalization mode) {
        String path = "/a.b/c..d/e.;f/~-_";
        assertSame(path, PathNormalizer.normalize(path, mode));
    }
}
