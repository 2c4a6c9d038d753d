package io.gatehouse.source.kubernetes;

import io.gatehouse.resource.Diagnostic;
import io.gatehouse.resource.Position;
import io.gatehouse.source.SourceCodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What keeps a cluster from being read, as findings. */
final class ClusterProblems {
    private ClusterProblems() {}

    /**
     * The findings.
     *
     * @param unserved kinds that are not watched since the cluster does not know them
     */
    static List<Diagnostic> of(Collection<String> unserved, Stream<? extends Watch<?>> watches) {
        List<Diagnostic> problems = new ArrayList<>();
        unserved.forEach(resource -> problems.add(unserved(resource)));
        boolean[] away = new boolean[1];
        watches.forEach(watch -> {
            switch (watch.trouble()) {
                case NONE -> {}
                case AWAY -> away[0] = true;
                case DENIED ->
                    problems.add(problem(
                            "cluster:" + watch.name(),
                            "the cluster does not allow to list and watch them",
                            "allow it to the gateway's account, or ignore this if you use none"));
                case UNSERVED -> problems.add(unserved(watch.name()));
            }
        });
        if (away[0]) {
            problems.add(
                    problem("cluster:api-server", "the API server can't be read; what it said last goes on", null));
        }
        return problems;
    }

    private static Diagnostic unserved(String resource) {
        return problem(
                "cluster:" + resource,
                "the cluster does not serve this kind",
                "install its CRD (etc/kubernetes/crds), or ignore this if you use none");
    }

    private static Diagnostic problem(String source, String problem, @Nullable String mend) {
        return new Diagnostic(
                SourceCodes.UNREADABLE, Diagnostic.Level.WARNING, new Position(source, 0, 0), null, "", problem, mend);
    }
}
