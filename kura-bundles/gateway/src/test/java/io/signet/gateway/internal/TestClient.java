package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferResponse;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Bytes;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A client on the node itself, who believes nothing without its proof. */
final class TestClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final TestNode node;

    TestClient(TestNode node) {
        this.node = node;
    }

    /** What came back. */
    record Answer(int status, Map<String, List<String>> headers, Bytes body) {
        String text() {
            return new String(body.toArray(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        InferResponse answer() throws Exception {
            assertThat(status).as(text()).isEqualTo(200);
            return InferResponse.decode(body.toArray());
        }
    }

    Answer send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response.headers().map(), Bytes.copyOf(response.body()));
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(node.local() + path)).timeout(Duration.ofSeconds(20));
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(to(path), headers);
    }

    Answer post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send(to(path).POST(BodyPublishers.ofByteArray(body)), headers);
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Verifies as whoever has the requester's trust policy. */
    Verdict.Accepted verify(InferResponse answer) throws Exception {
        AnswerReceipt.Part part = answer.receipt().orElseThrow().parts().get(0);
        Proof bare = part.proof();
        Proof proof = new Proof(bare.statement(), bare.receipt(), bare.identity(), Map.of(), answer.outputs());
        Verifier verifier =
                new Verifier(TrustPolicyFile.read(node.home().requester().resolve("trust.yaml"))
                        .policy());
        Verdict verdict = verifier.verify(proof, System.currentTimeMillis());
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return (Verdict.Accepted) verdict;
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.sizeBytes() / 4];
        tensor.floats().get(values);
        return values;
    }
}
