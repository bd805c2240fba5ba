package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.MeshLimits;
import io.signet.meter.MeterModel;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.runtime.Clock;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mesh of two nodes under load, while somebody changes how it works in a node's console. */
class SettingsUnderLoadTest {
    private static final int JOBS = 500;
    private static final int JOBS_AT_ONCE = MeshLimits.DEFAULT.jobsMax();

    private static final List<Long> CROPS = List.of(6L, 32L, 24L, 1L);
    private static final Duration JOB_MAX = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private DemoMesh mesh;
    private HttpClient browser;

    @BeforeEach
    void startMesh() throws Exception {
        Environment environment = new Environment(
                Clock.SYSTEM, new SecureRandom(), Map.of(), directory, false, Optional.of(Cli.ROOT), Cli.NOBODY);
        mesh = DemoMesh.start(environment, 2, made -> NodeKeys.FILES, true);
        Path requester = mesh.requester();
        HardwareKey key = Credentials.load(
                        requester.resolve(Credentials.KEY_FILE), requester.resolve(Credentials.CHAIN_FILE))
                .key();
        browser = HttpClient.newBuilder()
                .sslContext(OneKeyTls.contextTo(
                        key.handle(),
                        Certificates.read(requester.resolve(Credentials.CHAIN_FILE)),
                        Certificates.read(requester.resolve("owner.pem")),
                        server -> true))
                .build();
    }

    @AfterEach
    void stopMesh() {
        mesh.close();
    }

    /** A person who has logged in at the first node's console. */
    private record Person(URI console, HttpClient browser, String cookie, String token) {
        static Person logIn(DemoConsole demo, HttpClient browser) throws Exception {
            URI console = URI.create("https://localhost:" + demo.port() + "/console/v1/");
            HttpResponse<String> welcome = browser.send(
                    HttpRequest.newBuilder(console.resolve("login"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"password\":\"" + demo.password() + "\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(welcome.statusCode()).as(welcome.body()).isEqualTo(200);
            String cookie =
                    welcome.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
            String token = welcome.body().replaceFirst(".*\"token\":\"([^\"]*)\".*", "$1");
            return new Person(console, browser, cookie, token);
        }

        void setTasksMax(int tasks) {
            HttpRequest change = HttpRequest.newBuilder(console.resolve("settings/io.signet.mesh"))
                    .header("Content-Type", "application/json")
                    .header("Cookie", cookie)
                    .header("Signet-Session", token)
                    .PUT(BodyPublishers.ofString("{\"values\":{\"tasks.max\":" + tasks + "}}"))
                    .build();
            HttpResponse<String> changed =
                    browser.sendAsync(change, BodyHandlers.ofString()).join();
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        }
    }

    private static void awaitTasksMax(MeshSession session, int tasks) {
        while (session.mesh().peers().stream().noneMatch(peer -> peer.online() && peer.tasksMax() == tasks)) {
            Thread.onSpinWait(); // the test's limit ends it
        }
    }

    /** Keeps jobs under way until {@code until} is done, {@value #JOBS} jobs at least; what came of them. */
    private static List<JobResult> load(MeshSession session, CompletableFuture<Void> until) throws Exception {
        Tensor crops = Tensor.of(DataType.UINT8, CROPS, ByteBuffer.allocateDirect(6 * 32 * 24));
        JobRequest request =
                new JobRequest(MeterModel.NAME, Optional.empty(), Map.of(MeterModel.INPUT, crops), JOB_MAX);
        Semaphore places = new Semaphore(JOBS_AT_ONCE);
        List<CompletableFuture<JobResult>> jobs = new ArrayList<>();
        while (jobs.size() < JOBS || !until.isDone()) {
            places.acquire();
            jobs.add(session.mesh()
                    .submit(request, JobListener.NONE)
                    .toCompletableFuture()
                    .whenComplete((result, none) -> places.release()));
        }
        until.get();
        List<JobResult> results = new ArrayList<>();
        for (CompletableFuture<JobResult> job : jobs) {
            results.add(job.get(JOB_MAX.toSeconds(), TimeUnit.SECONDS));
        }
        return results;
    }

    @Test
    @Timeout(150)
    void meshSettingsChangedInTheConsole_while500JobsRun_loseNone() throws Exception {
        try (MeshSession session = MeshSession.join(mesh.requester(), Clock.SYSTEM, note -> {})) {
            session.awaitModel(MeterModel.NAME, 2, Duration.ofSeconds(60), serving -> {});
            Person person = Person.logIn(mesh.console().orElseThrow(), browser);

            List<JobResult> results = load(session, CompletableFuture.runAsync(() -> {
                for (int tasks : List.of(3, 64)) {
                    person.setTasksMax(tasks);
                    awaitTasksMax(session, tasks);
                }
            }));

            assertThat(results).hasSizeGreaterThanOrEqualTo(JOBS);
            assertThat(results).filteredOn(JobResult.Failed.class::isInstance).isEmpty();
        }
    }
}
