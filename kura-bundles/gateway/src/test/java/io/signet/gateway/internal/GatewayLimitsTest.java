package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Places and memory of requests under way are bounded, and come back. */
@Timeout(60)
class GatewayLimitsTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String INFER = "/v2/models/double/infer";
    private static final String ONE_ROW =
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,4],\"data\":[1,2,3,4.5]}]}";

    @TempDir
    private static Path directory;

    private static TestNode node;
    private static TestClient client;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(directory, Map.of("requests.max", 2, "body.mib.max", 1, "bodies.mib.max", 1));
        client = new TestClient(node);
    }

    @BeforeEach
    void forget() {
        node.reset();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static TestClient.Answer postRows(int rows, String parameters) throws Exception {
        String json = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[" + rows
                + ",4],\"parameters\":{\"binary_data_size\":" + 16 * rows + "}}]" + parameters + "}";
        byte[] body = java.util.Arrays.copyOf(json.getBytes(StandardCharsets.US_ASCII), json.length() + 16 * rows);
        return client.post(INFER, body, "Inference-Header-Content-Length", "" + json.length());
    }

    @Test
    void answerForWhichThereIsNoMemory_isNotMade() throws Exception {
        TestClient.Answer refused = postRows(15_000, "");
        assertThat(refused.text())
                .isEqualTo(
                        "{\"error\":\"the answer takes 1200000 bytes: send fewer rows, or ask for binary data in place"
                                + " of JSON\"}");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(postRows(15_000, ",\"parameters\":{\"binary_data_output\":true}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answerForWhichThereIsNoMemoryNow_isForLater() throws Exception {
        String rows = ONE_ROW.replace("{\"inputs\"", " ".repeat(120_000) + "{\"inputs\""); // five times that
        node.gate = new CompletableFuture<>();
        var first = holdingPlace(1, rows);
        CompletableFuture<Void> gate = node.gate;
        node.gate = CompletableFuture.completedFuture(null);
        TestClient.Answer refused = postRows(6_000, "");
        assertThat(refused.text()).contains("take all memory that there is for answers");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("1");
        gate.complete(null);
        assertThat(first.join().statusCode()).isEqualTo(200);
        while (postRows(6_000, "").status() != 200) { // until the first has given back what it took
            Thread.onSpinWait();
        }
    }

    /** A request that holds a place until the gate opens: those before it may have to give back theirs yet. */
    private static CompletableFuture<HttpResponse<Void>> holdingPlace(int number, String body) {
        HttpRequest request =
                client.to(INFER).POST(BodyPublishers.ofString(body)).build();
        while (true) {
            var sent = HTTP.sendAsync(request, HttpResponse.BodyHandlers.discarding());
            while (!sent.isDone()) {
                if (node.asked.get() == number) {
                    return sent;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void placesAreBounded_andComeBack() throws Exception {
        node.gate = new CompletableFuture<>();
        var first = holdingPlace(1, ONE_ROW);
        var second = holdingPlace(2, ONE_ROW);
        TestClient.Answer refused = client.post(INFER, ONE_ROW);
        assertThat(refused.text()).isEqualTo("{\"error\":\"all 2 places for requests are taken\"}");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("1");
        assertThat(client.get("/v2/health/live").status()).isEqualTo(200);
        node.gate.complete(null);
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(second.join().statusCode()).isEqualTo(200);
    }
}
