package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thousand clients at once, each with a connection of its own. */
class GatewayCrowdTest {
    private static final int CLIENTS = 1000;
    private static final int PLACES = 64;
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4]}]}";

    @TempDir
    private Path directory;

    /** More than there are threads that wait for the bytes of all clients. */
    @Test
    @Timeout(60)
    void requestsThatKeepAThreadBusy_delayNoOthers() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (TestNode node = new TestNode(directory, Map.of())) {
            node.busy = () -> {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            };
            HttpClient client = HttpClient.newBuilder().executor(threads).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.local() + "/v2/models/double/infer"))
                    .POST(BodyPublishers.ofString(BODY))
                    .build();
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sent.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            while (node.asked.get() < sent.size()) {
                Thread.onSpinWait();
            }
            HttpRequest other = HttpRequest.newBuilder(URI.create(node.local() + "/v2/health/live"))
                    .build();
            for (int i = 0; i < 8; i++) {
                HttpClient another = HttpClient.newBuilder().executor(threads).build();
                assertThat(another.send(other, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }
            open.countDown();
            assertThat(sent.stream().map(CompletableFuture::join))
                    .allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(200));
        } finally {
            open.countDown();
            threads.shutdown();
        }
    }

    @Test
    void thousandClients_areAnsweredOrRefusedClearly_andTheNodeGoesOn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TestNode node = new TestNode(directory, Map.of("requests.max", PLACES))) {
            node.gate = new CompletableFuture<>();
            HttpClient client = HttpClient.newBuilder().executor(threads).build();
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.local() + "/v2/models/double/infer"))
                    .timeout(Duration.ofSeconds(30))
                    .POST(BodyPublishers.ofString(BODY))
                    .build();
            List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                sent.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            // All places are held until everybody else was refused: nobody waits for one of them.
            while (sent.stream().filter(CompletableFuture::isDone).count() < CLIENTS - PLACES) {
                Thread.onSpinWait();
            }
            node.gate.complete(null);
            List<HttpResponse<String>> got =
                    sent.stream().map(CompletableFuture::join).toList();
            assertThat(got.stream().filter(response -> response.statusCode() == 200))
                    .hasSize(PLACES);
            assertThat(got.stream().filter(response -> response.statusCode() != 200))
                    .hasSize(CLIENTS - PLACES)
                    .allSatisfy(response -> {
                        assertThat(response.statusCode()).isEqualTo(503);
                        assertThat(response.body()).isEqualTo("{\"error\":\"all 64 places for requests are taken\"}");
                        assertThat(response.headers().firstValue("retry-after")).contains("1");
                    });
            HttpResponse<String> after = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(after.statusCode()).isEqualTo(200);
        } finally {
            threads.shutdown();
        }
    }
}
