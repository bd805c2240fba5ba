package io.signet.simulator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may import whom: the table of docs/architecture.md. */
final class ArchitectureTest {
    /** Rooms whose time, randomness and threads a simulator owns. */
    private static final String[] SIMULATED = {
        "io.signet.statement..",
        "io.signet.attestation",
        "io.signet.attestation.internal..",
        "io.signet.mesh",
        "io.signet.mesh.spi..",
        "io.signet.mesh.internal..",
        "io.signet.inference",
        "io.signet.inference.internal..",
        "io.signet.simulator.virtual..",
        "io.signet.simulator.run..",
        "io.signet.simulator.search.."
    };

    private static JavaClasses all;

    @BeforeAll
    static void importAll() throws IOException {
        Path root = Path.of(System.getProperty(Distribution.ROOT_PROPERTY));
        List<Path> classes;
        try (Stream<Path> paths = Files.walk(root, 4)) {
            classes = paths.filter(p -> p.endsWith("target/classes")).toList();
        }
        all = new ClassFileImporter().importPaths(classes);
    }

    /** In a build that does several modules at once, too. */
    @Test
    void allModules_areBuiltBeforeTheyAreLookedAt() throws Exception {
        assertThat(BuildOrder.of(Path.of(System.getProperty(Distribution.ROOT_PROPERTY)))
                        .notBefore("io.signet.simulator"))
                .as("modules that simulator/pom.xml has to name, as it does others with <type>pom</type>")
                .isEmpty();
    }

    @Test
    void statement_dependsOnNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.signet.statement..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.signet.statement..",
                        "java..",
                        "javax.crypto..",
                        "javax.security..",
                        "org.jspecify..",
                        "org.osgi.annotation..")
                .check(all);
    }

    @Test
    void jetson_dependsOnNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.signet.jetson..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.signet.jetson..", "java..", "org.jspecify..", "org.osgi.annotation..")
                .check(all);
    }

    @Test
    void pictures_dependOnNothingButJava() {
        classes()
                .that()
                .resideInAPackage("io.signet.pictures..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.signet.pictures..", "java..", "javax.imageio..", "org.jspecify..", "org.osgi.annotation..")
                .check(all);
    }

    @Test
    void openInference_isFormatsOnly() {
        classes()
                .that()
                .resideInAPackage("io.signet.openinference..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.signet.openinference..",
                        "io.signet.statement..",
                        "java..",
                        "org.jspecify..",
                        "org.osgi.annotation..")
                .check(all);
    }

    @Test
    void verifier_needsWhatReadsFilesOnly() {
        classes()
                .that()
                .resideInAPackage("io.signet.verifier..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.signet.verifier..",
                        "io.signet.statement..",
                        "io.signet.openinference",
                        "io.signet.provisioning",
                        "io.signet.attestation",
                        "io.signet.runtime",
                        "java..",
                        "picocli..",
                        "org.jspecify..")
                .check(all);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.signet.attestation",
                "io.signet.inference.onnxruntime",
                "io.signet.inference.process",
                "io.signet.inference.tensorflow",
                "io.signet.inference.tensorrt",
                "io.signet.gateway",
                "io.signet.console",
                "io.signet.jetson",
                "io.signet.log.http",
                "io.signet.openinference",
                "io.signet.pictures",
                "io.signet.mesh.mqtt",
                "io.signet.meter",
                "io.signet.provisioning",
                "io.signet.node",
                "io.signet.broker",
                "io.signet.kura"
            })
    void internals_areSeenByTheirRoomOnly(String room) {
        noClasses()
                .that(not(resideInAPackage(room + "..")))
                .should()
                .dependOnClassesThat(resideInAPackage(room + ".internal.."))
                .check(all);
    }

    @Test
    void internalsOfMeshAndInference_areSeenByTheirRoomOnly() {
        noClasses()
                .that(not(resideInAnyPackage("io.signet.mesh", "io.signet.mesh.internal..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.signet.mesh.internal.."))
                .check(all);
        noClasses()
                .that(not(resideInAnyPackage(
                        "io.signet.inference",
                        "io.signet.inference.internal..",
                        "io.signet.inference.model..",
                        "io.signet.simulator.virtual..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.signet.inference.internal.."))
                .check(all);
    }

    @Test
    void attestationMeshAndInference_doNotKnowEachOther() {
        noClasses()
                .that(resideInAPackage("io.signet.attestation.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.signet.mesh..", "io.signet.inference.."))
                .check(all);
        noClasses()
                .that(resideInAPackage("io.signet.mesh.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.signet.attestation..", "io.signet.inference.."))
                .check(all);
        noClasses()
                .that(resideInAPackage("io.signet.inference.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.signet.attestation..", "io.signet.mesh.."))
                .check(all);
    }

    @Test
    void thirdParties_areSeenWhereTheyBelong() {
        onlyIn("org.eclipse.paho..", "io.signet.mesh.mqtt..", "org.eclipse.paho..");
        onlyIn("com.hivemq..", "io.signet.broker..");
        onlyIn("org.eclipse.jetty..", "io.signet.gateway..", "io.signet.registrar.http..", "org.eclipse.jetty..");
        onlyIn("io.prometheus..", "io.signet.console.internal..", "io.prometheus..");
        onlyIn("javax.jmdns..", "io.signet.registrar.run..", "io.signet.firstboot..", "javax.jmdns..");
        onlyIn("com.google.zxing..", "io.signet.registrar.qr..", "com.google.zxing..");
        onlyIn(
                "org.eclipse.californium..",
                "io.signet.coaps..",
                "io.signet.gateway..",
                "io.signet.registrar.coap..",
                "io.signet.cli.bench..",
                "org.eclipse.californium..");
        onlyIn(
                "org.tensorflow..",
                "io.signet.inference.tensorflow..",
                "io.signet.meter.training..",
                "io.signet.reference..",
                "io.signet.writers..",
                "io.signet.cli..");
        onlyIn("org.bytedeco.tensorrt..", "io.signet.inference.tensorrt.internal..", "io.signet.cli.bench..");
        onlyIn("org.bytedeco.cuda..", "io.signet.inference.tensorrt.internal..", "io.signet.cli.bench..");
        onlyIn("ai.onnxruntime..", "io.signet.inference.onnxruntime..", "io.signet.cli..", "ai.onnxruntime..");
        onlyIn(
                "org.osgi.framework..",
                "io.signet.launcher..",
                "io.signet.osgitest..",
                "io.signet.kuratest..",
                "io.signet.kura.internal..",
                "org.eclipse.kura..",
                "io.signet.console.internal..",
                "io.signet.attestation.internal..",
                "io.signet.inference.osgi..",
                "io.signet.inference.onnxruntime.internal..",
                "io.signet.inference.process.osgi..",
                "io.signet.inference.tensorflow.internal..",
                "io.signet.inference.tensorrt.internal..",
                "io.signet.inference.internal..");
        onlyIn("picocli..", "io.signet.cli..", "io.signet.verifier..");
    }

    private static void onlyIn(String library, String... rooms) {
        noClasses()
                .that(not(resideInAnyPackage(rooms)))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(all);
    }

    @Test
    void nobodySeesSimulatorOrCommandLine() {
        noClasses()
                .that(not(resideInAnyPackage("io.signet.cli..", "io.signet.simulator..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.signet.cli..", "io.signet.simulator.."))
                .check(all);
    }

    @Test
    void registrar_isSeenByTheCommandLineOnly() {
        noClasses()
                .that(not(resideInAnyPackage("io.signet.registrar..", "io.signet.cli..", "io.signet.simulator..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.signet.registrar.."))
                .check(all);
    }

    @Test
    void firstBoot_isSeenByTheCommandLineOnly_andSeesNoNode() {
        noClasses()
                .that(not(resideInAnyPackage("io.signet.firstboot..", "io.signet.cli..", "io.signet.simulator..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.signet.firstboot.."))
                .check(all);
        noClasses()
                .that(resideInAPackage("io.signet.firstboot.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.signet.mesh..", "io.signet.inference..", "io.signet.node..", "io.signet.gateway.."))
                .check(all);
    }

    @Test
    void coreRooms_touchNoServletOrRestApi() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("javax.servlet..", "jakarta.servlet.."))
                .check(all);
        onlyIn("javax.ws.rs..", "io.signet.kura.javax..", "io.signet.kuratest.javax..");
        onlyIn("jakarta.ws.rs..", "io.signet.kura.jakarta..", "io.signet.kuratest.jakarta..");
        onlyIn("org.glassfish..", "io.signet.kuratest..");
    }

    @Test
    void kura_isSeenByItsBundleOnly_andThatByNobody() {
        onlyIn("org.eclipse.kura..", "io.signet.kura..", "io.signet.kuratest..", "org.eclipse.kura..");
        onlyIn("io.signet.kura..", "io.signet.kura..", "io.signet.kuratest..");
    }

    @Test
    void simulatedRooms_readNoSystemClock() {
        noClasses()
                .that(resideInAnyPackage(SIMULATED))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(all);
    }

    @Test
    void simulatedRooms_drawNoUnseededRandomNumbers() {
        noClasses()
                .that(resideInAnyPackage(SIMULATED))
                .should()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callConstructor(java.util.SplittableRandom.class)
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.ThreadLocalRandom.class)
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(all);
    }

    @Test
    void predictableRandomNumbers_areOnlyWhereTheyGuardNothing() {
        noClasses()
                .that(not(resideInAnyPackage(
                        "io.signet.simulator..",
                        "io.signet.meter..",
                        "io.signet.reference..",
                        "io.signet.cli.bench..")))
                .and(resideInAPackage("io.signet.."))
                .should()
                .dependOnClassesThat(belongToAnyOf(
                        java.util.Random.class,
                        java.util.SplittableRandom.class,
                        java.util.concurrent.ThreadLocalRandom.class,
                        java.util.random.RandomGeneratorFactory.class))
                .orShould()
                .callMethod(java.util.random.RandomGenerator.class, "of", String.class)
                .orShould()
                .callMethod(java.util.random.RandomGenerator.class, "getDefault")
                .orShould()
                .callMethod(Math.class, "random")
                .because("keys, nonces and challenges need a SecureRandom; elsewhere it is handed in")
                .check(all);
    }

    @Test
    void simulatedRooms_startNoThreadsOfTheirOwn() {
        noClasses()
                .that(resideInAnyPackage(SIMULATED))
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.Executor.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Timer.class)
                .check(all);
    }

    @Test
    void agentThread_isTheOnlyThreadBelowTheAssembly() {
        noClasses()
                .that(resideInAPackage("io.signet.runtime.."))
                .and(not(simpleName("AgentThread")))
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .check(all);
    }
}
