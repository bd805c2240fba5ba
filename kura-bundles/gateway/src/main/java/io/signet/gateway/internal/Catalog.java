package io.signet.gateway.internal;

import io.signet.inference.InferenceService;
import io.signet.inference.ModelInfo;
import io.signet.inference.spi.TensorSpec;
import io.signet.mesh.Mesh;
import io.signet.mesh.ServedModel;
import io.signet.openinference.InferResponse;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which models can be asked for here, and what the protocol says of them. Thread-safe. */
final class Catalog {
    private static final String SERVER = "signet";
    /** What the protocol calls a platform: the format of what is served. */
    private static final String PLATFORM = "signet_package";

    private final InferenceService inference;
    private final Mesh mesh;
    private final NodeId self;
    private final String version;

    /**
     * What is served by {@code inference} and by others in {@code mesh}.
     *
     * @param self this node, which {@code mesh} knows like any other
     * @param version of this software
     */
    Catalog(InferenceService inference, Mesh mesh, NodeId self, String version) {
        this.inference = inference;
        this.mesh = mesh;
        this.self = self;
        this.version = version;
    }

    /** The models on this node. */
    List<ModelInfo> here() {
        return inference.models();
    }

    /** The model of that name and version on this node; of several packages, the one that was loaded last. */
    Optional<ModelInfo> here(String name, Optional<String> wanted) {
        return inference.models(name).stream()
                .filter(model -> wanted.map(model.version()::equals).orElse(true))
                .findFirst();
    }

    /** The package of that digest on this node. */
    Optional<ModelInfo> here(String name, Digest modelPackage) {
        return inference.models(name).stream()
                .filter(model -> model.packageDigest().equals(modelPackage))
                .findFirst();
    }

    /** True if another node says that it serves a model of that name. */
    boolean elsewhere(String name) {
        return elsewhere().anyMatch(name::equals);
    }

    private Stream<String> elsewhere() {
        return mesh.peers().stream()
                .filter(peer -> peer.online() && !peer.node().equals(self))
                .flatMap(peer -> peer.models().stream())
                .map(ServedModel::name);
    }

    /** True if it can be asked for, here or, in no certain version, elsewhere. */
    boolean known(String name, Optional<String> wanted) {
        return here(name, wanted).isPresent() || (wanted.isEmpty() && elsewhere(name));
    }

    /** True if anything can be asked for. */
    boolean ready() {
        return !inference.models().isEmpty() || elsewhere().findAny().isPresent();
    }

    ByteBuffer server() {
        JsonWriter out = new JsonWriter(256);
        out.beginObject().name("name").string(SERVER).name("version").string(version);
        out.name("extensions").beginArray();
        out.string("binary_tensor_data").string("model_repository").string("signet_receipt");
        return out.endArray().endObject().toBuffer();
    }

    static ByteBuffer state(String name, boolean value) {
        return new JsonWriter(32)
                .beginObject()
                .name(name)
                .bool(value)
                .endObject()
                .toBuffer();
    }

    static ByteBuffer modelReady(String name) {
        JsonWriter out = new JsonWriter(128);
        out.beginObject().name("name").string(name).name("ready").bool(true);
        return out.endObject().toBuffer();
    }

    /** What of a model is known here: of one that only others serve, its name. */
    ByteBuffer metadata(String name, Optional<String> wanted) {
        Optional<ModelInfo> model = here(name, wanted);
        JsonWriter out = new JsonWriter(1024);
        out.beginObject().name("name").string(name);
        out.name("versions").beginArray();
        model.ifPresent(m -> out.string(m.version()));
        out.endArray().name("platform").string(PLATFORM);
        tensors(out, "inputs", model.map(ModelInfo::inputs).orElse(List.of()));
        tensors(out, "outputs", model.map(ModelInfo::outputs).orElse(List.of()));
        model.flatMap(ModelInfo::picture).ifPresent(picture -> out.name("parameters")
                .beginObject()
                .name(InferResponse.PICTURE_PARAMETER)
                .string(picture.toString())
                .endObject());
        return out.endObject().toBuffer();
    }

    private static void tensors(JsonWriter out, String what, List<TensorSpec> specs) {
        out.name(what).beginArray();
        for (TensorSpec spec : specs) {
            out.beginObject().name("name").string(spec.name());
            out.name("datatype").string(spec.type().name());
            out.name("shape").beginArray();
            spec.shape().forEach(out::number);
            out.endArray().endObject();
        }
        out.endArray();
    }

    /** All models, here and elsewhere. */
    ByteBuffer index() {
        JsonWriter out = new JsonWriter(1024);
        out.beginArray();
        SortedSet<String> others = elsewhere().collect(Collectors.toCollection(TreeSet::new));
        for (ModelInfo model : inference.models()) {
            others.remove(model.name());
            entry(out, model.name(), Optional.of(model.version()), "");
        }
        others.forEach(name -> entry(out, name, Optional.empty(), "served by other nodes"));
        return out.endArray().toBuffer();
    }

    private static void entry(JsonWriter out, String name, Optional<String> version, String reason) {
        out.beginObject().name("name").string(name);
        version.ifPresent(v -> out.name("version").string(v));
        out.name("state").string("READY").name("reason").string(reason).endObject();
    }
}
