package io.gatehouse.upstream;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The names that clusters want addresses of. Each is looked up once for all that want it, and again when its addresses
 * are no longer said to hold. While a name can't be found its last good addresses stay.
 */
final class WatchedNames implements AutoCloseable {
    /** Where nobody says how long addresses hold. */
    private static final Duration UNKNOWN = Duration.ofSeconds(5);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** After failures in a row it waits 1 s, 2 s, 4 s and so on, up to this. */
    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(30);

    private final Resolver resolver;
    private final Scheduler scheduler;
    private final Map<String, Name> names = new HashMap<>();
    private volatile boolean closed;

    WatchedNames(Resolver resolver, Scheduler scheduler) {
        this.resolver = resolver;
        this.scheduler = scheduler;
    }

    /**
     * Begins to look a name up.
     *
     * @param onLookUp runs after each look-up, whatever it found; not for one that ended before
     */
    Watch watch(String host, Runnable onLookUp) {
        Name name;
        boolean first;
        Watch watch;
        synchronized (this) {
            Name known = names.get(host);
            first = known == null;
            name = known == null ? new Name(host) : known;
            names.put(host, name);
            watch = new Watch(name, onLookUp);
            name.watches.add(watch);
        }
        if (first) {
            name.lookUp();
        }
        return watch;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** One wish for a name's addresses. */
    final class Watch implements AutoCloseable {
        private final Name name;
        private final Runnable onLookUp;

        private Watch(Name name, Runnable onLookUp) {
            this.name = name;
            this.onLookUp = onLookUp;
        }

        /** The last good addresses; empty while there were none. */
        List<InetAddress> addresses() {
            return name.state.addresses();
        }

        /** Whether a look-up has ended. */
        boolean isLookedUp() {
            return name.state.lookedUp();
        }

        /** Why the last look-up found nothing; null when it did. */
        @Nullable
        Throwable failure() {
            return name.state.failure();
        }

        @Override
        public void close() {
            synchronized (WatchedNames.this) {
                name.watches.remove(this);
                if (name.watches.isEmpty() && names.remove(name.host, name)) {
                    name.cancel();
                }
            }
        }
    }

    private record State(
            List<InetAddress> addresses, @Nullable Throwable failure, boolean lookedUp) {}

    private final class Name {
        private final String host;
        private final Set<Watch> watches = new CopyOnWriteArraySet<>();
        private volatile State state = new State(List.of(), null, false);
        private int failures;
        private Scheduler.@Nullable Task next;

        Name(String host) {
            this.host = host;
        }

        void lookUp() {
            if (closed) {
                return;
            }
            CompletableFuture<Resolver.Answer> asked;
            try {
                asked = resolver.resolve(host);
            } catch (RuntimeException ended) {
                asked = CompletableFuture.failedFuture(ended);
            }
            asked.whenComplete((answer, failure) -> {
                if (answer != null && !answer.addresses().isEmpty()) {
                    failures = 0;
                    state = new State(answer.addresses(), null, true);
                    goOn(holding(answer.ttl()));
                } else {
                    failures++;
                    Throwable why = failure == null ? new IllegalStateException("no address") : failure;
                    state = new State(state.addresses(), why, true);
                    goOn(afterFailure());
                }
            });
        }

        private void goOn(Duration pause) {
            watches.forEach(watch -> watch.onLookUp.run());
            synchronized (WatchedNames.this) {
                if (!closed && !watches.isEmpty()) {
                    next = scheduler.schedule(this::lookUp, pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }

        private static Duration holding(Duration ttl) {
            if (ttl.isZero()) {
                return UNKNOWN;
            }
            return ttl.compareTo(SHORTEST) < 0 ? SHORTEST : ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
        }

        private Duration afterFailure() {
            Duration pause = SHORTEST.multipliedBy(1L << Math.min(failures - 1, 5));
            return pause.compareTo(LONGEST_AFTER_FAILURE) > 0 ? LONGEST_AFTER_FAILURE : pause;
        }

        private void cancel() {
            if (next != null) {
                next.cancel();
            }
        }
    }
}
