package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.inference.InferenceService;
import io.signet.inference.ModelInfo;
import io.signet.inference.PackageStore;
import io.signet.inference.PushResult;
import io.signet.inference.StoredPackage;
import io.signet.inference.spi.TensorSpec;
import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.openinference.json.JsonWriter;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The models that this node and the others serve, and packages that are given to this one. Thread-safe. */
final class ModelPages {
    private static final int PACKAGE_BYTES_MAX = 64 << 20;
    private static final Pattern PART = Pattern.compile("bytes ([0-9]{1,10})-([0-9]{1,10})/([0-9]{1,10})");

    private final NodeParts parts;
    private final Fleet fleet;
    private final Trail trail;
    private final Clock clock;

    ModelPages(NodeParts parts, Fleet fleet, Trail trail, Clock clock) {
        this.parts = parts;
        this.fleet = fleet;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is asked for here. */
    List<Route> routes() {
        String packages = "/console/v1/models/packages/{digest}";
        return List.of(
                new Route("GET", "/console/v1/models", Route.Access.READ, Route.Body.NONE, call -> done(models())),
                new Route("PUT", packages, Route.Access.CHANGE, Route.Body.octets(PACKAGE_BYTES_MAX), this::push),
                new Route("DELETE", packages, Route.Access.CHANGE, Route.Body.NONE, call -> done(cannotRemove())));
    }

    private static CompletionStage<WebReply> done(WebReply reply) {
        return CompletableFuture.completedStage(reply);
    }

    /** The models of one name and package. */
    private record Row(String name, String modelPackage, List<ServedModel> served, Optional<ModelInfo> here) {
        Row with(ServedModel one) {
            List<ServedModel> more = new ArrayList<>(served);
            more.add(one);
            return new Row(name, modelPackage, more, here);
        }

        Row with(ModelInfo info) {
            return new Row(name, info.packageDigest().toHex(), served, Optional.of(info));
        }
    }

    private WebReply models() {
        Map<String, Row> rows = new TreeMap<>();
        fleet.peers().stream()
                .filter(Peer::online)
                .flatMap(peer -> peer.models().stream())
                .forEach(model -> rows.merge(
                        key(model.name(), model.packagePrefix()),
                        new Row(model.name(), model.packagePrefix().toHex(), List.of(model), Optional.empty()),
                        (row, one) -> row.with(model)));
        for (ModelInfo model :
                parts.inference().get().map(InferenceService::models).orElse(List.of())) {
            Bytes prefix = model.packageDigest().value().range(0, ServedModel.PREFIX_BYTES);
            rows.merge(
                    key(model.name(), prefix),
                    new Row(model.name(), model.packageDigest().toHex(), List.of(), Optional.of(model)),
                    (row, one) -> row.with(model));
        }
        return Replies.json(200, Json.object(out -> {
            out.name("at").number(clock.wallMillis());
            Json.objects(out, "models", rows.values(), this::write);
        }));
    }

    private static String key(String name, Bytes prefix) {
        return name + "/" + prefix.toHex();
    }

    private void write(JsonWriter out, Row row) {
        Optional<ModelInfo> here = row.here();
        out.name("name").string(row.name()).name("package").string(row.modelPackage());
        out.name("version").string(here.map(ModelInfo::version).orElse(""));
        out.name("here").bool(here.isPresent()).name("engine").string("");
        out.name("state").string("ready").name("reason").string("");
        out.name("nodes").number((long) Math.max(row.served().size(), here.isPresent() ? 1 : 0));
        double speed = row.served().isEmpty()
                ? here.map(ModelInfo::rowsPerSecond).orElse(0.0)
                : row.served().stream().mapToDouble(ServedModel::rowsPerSecond).sum();
        out.name("rowsPerSecond").number(Math.round(speed * 10) / 10.0);
        long bytes = here.flatMap(model -> parts.packages().get().flatMap(store -> store.find(model.packageDigest())))
                .map(StoredPackage::sizeBytes)
                .orElse(0L);
        out.name("bytes").number(bytes).name("publisher").string("");
        tensors(out, "inputs", here.map(ModelInfo::inputs).orElse(List.of()));
        tensors(out, "outputs", here.map(ModelInfo::outputs).orElse(List.of()));
        out.name("card").beginObject().endObject();
    }

    private static void tensors(JsonWriter out, String what, List<TensorSpec> specs) {
        Json.objects(out, what, specs, (json, spec) -> {
            json.name("name")
                    .string(spec.name())
                    .name("datatype")
                    .string(spec.type().name());
            json.name("shape").beginArray();
            spec.shape().forEach(json::number);
            json.endArray();
        });
    }

    private CompletionStage<WebReply> push(Route.Call call) {
        Optional<PackageStore> store = parts.packages().get();
        if (store.isEmpty()) {
            return done(Replies.error(503, "this node takes no packages now: its inference is not there"));
        }
        Digest digest;
        try {
            digest = new Digest(Bytes.fromHex(call.parameter()));
        } catch (IllegalArgumentException e) {
            return done(Replies.error(404, "a package is named by its digest, 64 hexadecimal digits"));
        }
        int size = call.request().body().size();
        Optional<String> range = call.request().header("Content-Range");
        Matcher part = PART.matcher(range.orElse("bytes 0-" + (size - 1) + "/" + size));
        if (size == 0
                || !part.matches()
                || Long.parseLong(part.group(2)) - Long.parseLong(part.group(1)) + 1 != size
                || Long.parseLong(part.group(2)) >= Long.parseLong(part.group(3))) {
            return done(Replies.error(400, "a part of a package needs Content-Range: bytes FIRST-LAST/SIZE"));
        }
        return store.get()
                .put(
                        digest,
                        Long.parseLong(part.group(1)),
                        Long.parseLong(part.group(3)),
                        call.request().body().asBuffer())
                .thenApply(result -> pushed(call, digest, result));
    }

    private WebReply pushed(Route.Call call, Digest digest, PushResult result) {
        if (result instanceof PushResult.Refused refused) {
            return Replies.error(status(refused.why()), refused.reason());
        }
        if (result instanceof PushResult.Wanting wanting) {
            return Replies.json(202, Json.object(out -> out.name("arrived").number(wanting.offset())));
        }
        trail.add(new TrailEntry(
                clock.wallMillis(),
                call.who().name(),
                call.request().address(),
                TrailEntry.Action.PACKAGE_PUSHED,
                digest.toHex()));
        return Replies.json(201, Json.object(out -> {
            if (result instanceof PushResult.Loaded loaded) {
                out.name("state")
                        .string("ready")
                        .name("model")
                        .string(loaded.model().name());
                out.name("engine").string(loaded.engine()).name("reason").string("");
            } else {
                out.name("state").string("failed").name("reason").string(((PushResult.Kept) result).reason());
            }
        }));
    }

    private static int status(PushResult.Why why) {
        return switch (why) {
            case NOT_ACCEPTED -> 403;
            case WRONG -> 422;
            case OUT_OF_ORDER -> 409;
            case BUSY -> 503;
            case NO_ROOM -> 507;
        };
    }

    private static WebReply cannotRemove() {
        return Replies.error(
                501,
                "a node removes no package while it runs: take its file out of the node's models directory, or let the"
                        + " owner's registrar roll out others");
    }
}
