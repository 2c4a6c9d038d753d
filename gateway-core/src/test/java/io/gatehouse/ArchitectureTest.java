package io.gatehouse;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.gatehouse.resource.Position;
import java.util.ArrayList;
import java.util.List;

/** Holds the arrows between packages: config flows one way, requests flow one way, and both meet in the snapshot. */
@AnalyzeClasses(packages = "io.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule resourcesKnowNothingOfOurs = onlyKnows("resource");

    @ArchTest
    static final ArchRule sourcesKnowResources = onlyKnows("source", "resource");

    @ArchTest
    static final ArchRule validationKnowsResources = onlyKnows("validate", "resource");

    @ArchTest
    static final ArchRule controlLeadsFromSourcesToSnapshots =
            onlyKnows("control", "source", "resource", "validate", "compile", "route");

    @ArchTest
    static final ArchRule theCompilerLeadsFromResourcesToRoutes = onlyKnows("compile", "resource", "validate", "route");

    @ArchTest
    static final ArchRule routesKnowNothingButPositions = classes()
            .that(resideInAPackage("io.gatehouse.route.."))
            .should()
            .onlyDependOnClassesThat(outsideOrIn("route").or(JavaClass.Predicates.equivalentTo(Position.class)))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theWaistKnowsRoutes = onlyKnows("exchange", "route", "telemetry");

    @ArchTest
    static final ArchRule filtersKnowNoProxy = onlyKnows("filter", "exchange", "route", "telemetry");

    @ArchTest
    static final ArchRule theProxyKnowsNoFilter = onlyKnows("proxy", "exchange", "route", "upstream", "telemetry");

    @ArchTest
    static final ArchRule upstreamsKnowClusters = onlyKnows("upstream", "route", "telemetry", "pem");

    @ArchTest
    static final ArchRule pemKnowsWhereMaterialComesFrom = onlyKnows("pem", "route");

    @ArchTest
    static final ArchRule yamlStaysInResource = noClasses()
            .that(resideInAPackage("io.gatehouse.."))
            .and(DescribedPredicate.not(resideInAPackage("io.gatehouse.resource..")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.yaml.."));

    @ArchTest
    static final ArchRule kubernetesStaysInSource = noClasses()
            .that(resideInAPackage("io.gatehouse.."))
            .and(DescribedPredicate.not(resideInAPackage("io.gatehouse.source..")))
            .should()
            .dependOnClassesThat(resideInAPackage("io.fabric8.."));

    @ArchTest
    static final ArchRule jettysServerStaysInItsAdapters = noClasses()
            .that(resideInAPackage("io.gatehouse.."))
            .and(DescribedPredicate.not(resideInAPackage("io.gatehouse.jetty..")))
            .should()
            .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.server.."));

    @ArchTest
    static final ArchRule packagesFormNoCycle = slices().matching("io.gatehouse.(*)..")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(alwaysTrue(), JavaClass.Predicates.equivalentTo(Position.class));

    private static ArchRule onlyKnows(String own, String... others) {
        List<String> known = new ArrayList<>(List.of(others));
        known.add(own);
        return classes()
                .that(resideInAPackage("io.gatehouse." + own + ".."))
                .should()
                .onlyDependOnClassesThat(outsideOrIn(known.toArray(String[]::new)))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> outsideOrIn(String... packages) {
        String[] names = List.of(packages).stream()
                .map(name -> "io.gatehouse." + name + "..")
                .toArray(String[]::new);
        return DescribedPredicate.<JavaClass>not(resideInAPackage("io.gatehouse.."))
                .or(resideInAnyPackage(names));
    }
}
