package io.gatehouse.source;

import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file, and what it said when it last held still. A change counts once two looks, some time apart, see the same
 * stamp: longer apart when the text looks unfinished.
 */
final class WatchedFile {
    /** How long a text must hold still. */
    static final Duration SETTLED = Duration.ofMillis(100);
    /** How long one that looks unfinished must: no final newline, not YAML, empty, or with fewer objects. */
    static final Duration SETTLED_UNFINISHED = Duration.ofMillis(500);

    private static final Decoded NOTHING = new Decoded(List.of(), List.of());

    private final Path path;
    private @Nullable FileStamp accepted;
    private Decoded decoded = NOTHING;
    private @Nullable String problem;

    private @Nullable FileStamp seen;
    private long seenAt;
    private @Nullable Candidate candidate;

    /** What a stamp's text says. */
    private record Candidate(FileStamp stamp, Decoded decoded, boolean unfinished) {}

    WatchedFile(Path path) {
        this.path = path;
    }

    String name() {
        return path.toString();
    }

    /** What one look did. */
    enum Look {
        /** Nothing is new. */
        SAME,
        /** Something is new, and has yet to hold still. */
        MOVING,
        /** Something new counts from now on. */
        ACCEPTED
    }

    /**
     * Looks at the file.
     *
     * @param stamp of the newest scan; null when the file is gone
     * @param now in nanoseconds
     * @param stableFor how long a stamp seen for the first time is taken to have held still
     */
    Look look(@Nullable FileStamp stamp, long now, Duration stableFor) {
        if (Objects.equals(stamp, accepted)) {
            seen = accepted;
            return Look.SAME;
        }
        if (!Objects.equals(stamp, seen) || seenAt == 0) {
            seen = stamp;
            seenAt = now - stableFor.toNanos();
        }
        Duration still = Duration.ofNanos(now - seenAt);
        if (still.compareTo(SETTLED) < 0) {
            return Look.MOVING;
        }
        return stamp == null ? gone(still) : changed(stamp, still);
    }

    private Look gone(Duration still) {
        // Editors that write by "move away, write anew" leave a gap.
        if (still.compareTo(SETTLED.multipliedBy(2)) < 0) {
            return Look.MOVING;
        }
        accept(null, NOTHING);
        return Look.ACCEPTED;
    }

    private Look changed(FileStamp stamp, Duration still) {
        try {
            Candidate read = read(stamp);
            if (read == null || (read.unfinished() && still.compareTo(SETTLED_UNFINISHED) < 0)) {
                return Look.MOVING;
            }
            accept(stamp, read.decoded());
        } catch (NoSuchFileException e) {
            return Look.MOVING;
        } catch (IOException e) {
            // What it said before stays; a new stamp is the next chance.
            accepted = stamp;
            problem = "the file can't be read: " + e.getMessage();
        }
        return Look.ACCEPTED;
    }

    /** Reads the text of this stamp, once; null when the file moved meanwhile. */
    private @Nullable Candidate read(FileStamp stamp) throws IOException {
        if (candidate == null || !candidate.stamp().equals(stamp)) {
            // Malformed UTF-8 becomes U+FFFD here and is refused by the decoder at its place.
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            if (!stamp.equals(FileStamp.of(path))) {
                return null;
            }
            Decoded said = new ResourceDecoder().decode(name(), text);
            candidate = new Candidate(stamp, said, unfinished(text, said));
        }
        return candidate;
    }

    private boolean unfinished(String text, Decoded said) {
        return !text.endsWith("\n")
                || said.resources().size() < decoded.resources().size()
                || said.diagnostics().stream().anyMatch(finding -> finding.isError());
    }

    private void accept(@Nullable FileStamp stamp, Decoded said) {
        accepted = stamp;
        decoded = said;
        problem = null;
        candidate = null;
    }

    /** Whether the file is gone for good. */
    boolean isGone() {
        return accepted == null && seen == null;
    }

    void addTo(Readings readings) {
        if (problem != null) {
            readings.unreadable(name(), problem);
        } else {
            readings.add(name(), decoded);
        }
    }
}
