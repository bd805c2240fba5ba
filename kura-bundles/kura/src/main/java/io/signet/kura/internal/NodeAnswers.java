package io.signet.kura.internal;

import io.signet.inference.ModelInfo;
import io.signet.inference.spi.TensorSpec;
import io.signet.kura.rest.NodeRest;
import io.signet.kura.rest.RestAnswer;
import io.signet.mesh.Peer;
import io.signet.openinference.json.JsonWriter;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What can be asked of the node, as JSON. */
final class NodeAnswers implements NodeRest {
    private static final int CAPACITY_BYTES = 4096;
    /** Receipts in memory at once: each of {@link #RECEIPT_BYTES_MAX} at most, and to check one takes a core. */
    private static final int VERIFIED_AT_ONCE_MAX = 2;

    private static final String OFF =
            "the node is off; Signet Node in Kura's console has the switch, and GET status says what was refused";

    private final Supplier<NodeView> node;
    private final Clock clock;
    private final Semaphore verifying = new Semaphore(VERIFIED_AT_ONCE_MAX);

    NodeAnswers(Supplier<NodeView> node, Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    @Override
    public RestAnswer status() {
        NodeView now = node.get();
        return ok(json -> {
            json.name("state").string(now.state());
            now.key().ifPresent(key -> json.name("node").string(key.node().toHex()));
            json.name("models")
                    .number(now.inference().map(i -> i.models().size()).orElse(0));
            json.name("components").beginArray();
            for (PartReport part : now.parts()) {
                json.beginObject().name("name").string(part.name().title());
                json.name("status").string(part.kind());
                if (!part.reason().isEmpty()) {
                    json.name("reason").string(part.reason());
                }
                part.refused().ifPresent(why -> json.name("refused").string(why));
                json.endObject();
            }
            json.endArray();
        });
    }

    @Override
    public RestAnswer identity() {
        return node.get()
                .key()
                .map(key -> ok(json -> {
                    json.name("node").string(key.node().toHex());
                    json.name("assurance").string(key.assurance().label());
                    json.name("key").string(key.description());
                    json.name("publicKey")
                            .string(Bytes.copyOf(key.publicKey().getEncoded()).toHex());
                }))
                .orElseGet(NodeAnswers::off);
    }

    @Override
    public RestAnswer nodes() {
        return node.get()
                .mesh()
                .map(mesh -> ok(json -> {
                    json.name("connected").bool(mesh.connected());
                    json.name("nodes").beginArray();
                    mesh.peers().forEach(peer -> writePeer(json, peer));
                    json.endArray();
                }))
                .orElseGet(NodeAnswers::off);
    }

    private static void writePeer(JsonWriter json, Peer peer) {
        json.beginObject().name("id").string(peer.node().toHex());
        json.name("owner").string(peer.owner());
        json.name("assurance").string(peer.assurance().label());
        json.name("online").bool(peer.online());
        json.name("accepting").bool(peer.accepting());
        json.name("strain").string(peer.strain().name().toLowerCase(Locale.ROOT));
        json.name("models").beginArray();
        peer.models().forEach(model -> {
            json.beginObject().name("name").string(model.name());
            json.name("package").string(model.packagePrefix().toHex());
            json.name("rowsPerSecond").number(model.rowsPerSecond()).endObject();
        });
        json.endArray();
        json.name("queuedRows").number(peer.queuedRows());
        json.name("runningTasks").number(peer.runningTasks());
        json.name("tasksMax").number(peer.tasksMax());
        json.name("freeMemoryMib").number(peer.freeMemoryMib());
        json.name("latencyMs").number(peer.latencyMillis());
        json.name("reportAgeMs").number(peer.reportAgeMillis()).endObject();
    }

    @Override
    public RestAnswer models() {
        return node.get()
                .inference()
                .map(inference -> ok(json -> {
                    json.name("models").beginArray();
                    inference.models().forEach(model -> writeModel(json, model));
                    json.endArray();
                }))
                .orElseGet(NodeAnswers::off);
    }

    private static void writeModel(JsonWriter json, ModelInfo model) {
        json.beginObject().name("name").string(model.name());
        json.name("version").string(model.version());
        json.name("package").string(model.packageDigest().toHex());
        writeTensors(json, "inputs", model.inputs());
        writeTensors(json, "outputs", model.outputs());
        json.name("rowsPerSecond").number(model.rowsPerSecond()).endObject();
    }

    private static void writeTensors(JsonWriter json, String name, List<TensorSpec> specs) {
        json.name(name).beginArray();
        for (TensorSpec spec : specs) {
            json.beginObject().name("name").string(spec.name());
            json.name("datatype").string(spec.type().name());
            json.name("shape").beginArray();
            spec.shape().forEach(json::number);
            json.endArray().endObject();
        }
        json.endArray();
    }

    @Override
    public RestAnswer metrics() {
        NodeView now = node.get();
        SortedMap<String, Object> metrics = NodeMetrics.of(now.mesh(), now.inference());
        return ok(json -> metrics.forEach((name, value) -> {
            json.name(name);
            if (value instanceof Boolean bool) {
                json.bool(bool);
            } else {
                json.number(((Number) value).longValue());
            }
        }));
    }

    @Override
    public RestAnswer verify(InputStream receipt) {
        Optional<Path> home = node.get().home();
        if (home.isEmpty()) {
            return off();
        }
        if (!verifying.tryAcquire()) {
            return error(
                    RestAnswer.UNAVAILABLE,
                    "busy: " + VERIFIED_AT_ONCE_MAX + " receipts are being verified; ask again in a moment");
        }
        try {
            return verify(home.get(), receipt);
        } finally {
            verifying.release();
        }
    }

    private RestAnswer verify(Path home, InputStream receipt) {
        byte[] bytes;
        try {
            bytes = receipt.readNBytes(RECEIPT_BYTES_MAX + 1);
        } catch (IOException e) {
            return error(RestAnswer.BAD_REQUEST, "the receipt did not come whole");
        }
        if (bytes.length > RECEIPT_BYTES_MAX) {
            return error(RestAnswer.TOO_LARGE, "a receipt has at most " + RECEIPT_BYTES_MAX + " bytes");
        }
        try {
            ReceiptCheck check = ReceiptCheck.of(home, Bytes.copyOf(bytes), clock.wallMillis());
            return ok(check::write);
        } catch (ProvisioningException e) {
            return error(RestAnswer.UNAVAILABLE, "the node's trust policy can't be used: " + e.getMessage());
        }
    }

    private static RestAnswer off() {
        return error(RestAnswer.UNAVAILABLE, OFF);
    }

    private static RestAnswer ok(Consumer<JsonWriter> members) {
        return answer(RestAnswer.OK, members);
    }

    private static RestAnswer error(int status, String message) {
        return answer(status, json -> json.name("message").string(message));
    }

    private static RestAnswer answer(int status, Consumer<JsonWriter> members) {
        JsonWriter json = new JsonWriter(CAPACITY_BYTES);
        json.beginObject();
        members.accept(json);
        json.endObject();
        return new RestAnswer(
                status, StandardCharsets.UTF_8.decode(json.toBuffer()).toString());
    }
}
