package io.signet.inference.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.TensorSpec;
import io.signet.meter.MeterDigits;
import io.signet.meter.MeterModel;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.writers.OnnxGraph;
import io.signet.writers.OnnxNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTest {
    @TempDir
    private Path directory;

    private Path onnx(String name, DataType type, long width) throws IOException {
        OnnxGraph graph = new OnnxGraph("scaling");
        String x = graph.input("x", type, OnnxGraph.ANY, width);
        String factor = graph.constant("f", new long[] {1}, 2);
        graph.add("y", OnnxNode.of("Mul", x, factor));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, width);
        Path file = directory.resolve(name);
        graph.write(file);
        return file;
    }

    private Path savedModel() throws Exception {
        Path file = directory.resolve(MeterDigits.FILE_NAME);
        Files.write(file, MeterDigits.packageFile().toArray());
        ModelPackage meter = ModelPackage.read(file, Set.of(PublisherKey.fromHex(MeterDigits.publisher())));
        ModelVariant variant = meter.manifest().variant(ModelFile.SAVED_MODEL).orElseThrow();
        return meter.unpack(variant, directory.resolve("cache"));
    }

    @Test
    void onnxFile_saysWhatItTakesAndGives_weightsApart() throws Exception {
        ModelFile model = ModelFile.read(onnx("m.onnx", DataType.FP32, 3));
        assertThat(model.format()).isEqualTo("onnx");
        assertThat(model.inputs()).containsExactly(new TensorSpec("x", DataType.FP32, List.of(-1L, 3L)));
        assertThat(model.outputs()).containsExactly(new TensorSpec("y", DataType.FP32, List.of(-1L, 3L)));
    }

    @Test
    void weightsListedAmongTheInputs_asBeforeIrVersion4_areNone() throws Exception {
        OnnxGraph graph = new OnnxGraph("old");
        graph.input("x", DataType.FP32, 2);
        graph.constant("f", new long[] {1}, 2);
        graph.output("x", DataType.FP32, 2);
        // A second graph is merged into the first: input "f", FLOAT of shape [1], as old exporters list it.
        String weight = "3a115a0f0a0166120a0a08080112040a020801";
        Path file = directory.resolve("old.onnx");
        Files.write(file, graph.toBytes());
        Files.write(file, Bytes.fromHex(weight).toArray(), StandardOpenOption.APPEND);
        assertThat(ModelFile.read(file).inputs()).extracting(TensorSpec::name).containsExactly("x");
    }

    @Test
    void savedModel_isReadFromItsDirectoryOrItsFile() throws Exception {
        Path unpacked = savedModel();
        for (Path path : List.of(unpacked, unpacked.resolve("saved_model.pb"))) {
            ModelFile model = ModelFile.read(path);
            assertThat(model.format()).isEqualTo("tensorflow-savedmodel");
            assertThat(model.path()).isEqualTo(unpacked);
            assertThat(model.inputs())
                    .containsExactly(new TensorSpec(
                            MeterModel.INPUT,
                            DataType.UINT8,
                            List.of(-1L, (long) MeterModel.CROP_HEIGHT, (long) MeterModel.CROP_WIDTH, 1L)));
            assertThat(model.outputs())
                    .containsExactly(
                            new TensorSpec(MeterModel.OUTPUT, DataType.FP32, List.of(-1L, (long) MeterModel.CLASSES)));
        }
    }

    @Test
    void otherFiles_areRefusedWithWhatToDo() throws Exception {
        Path text = Files.writeString(directory.resolve("model.txt"), "a model");
        Path empty = Files.createFile(directory.resolve("empty.onnx"));
        Path garbage = Files.writeString(directory.resolve("garbage.onnx"), "this is no model");
        assertThatThrownBy(() -> ModelFile.read(directory.resolve("none.onnx")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageEndingWith("none.onnx: there is no such file");
        assertThatThrownBy(() -> ModelFile.read(directory))
                .hasMessageContaining("give an ONNX file or the directory of a SavedModel");
        assertThatThrownBy(() -> ModelFile.read(text)).hasMessageContaining("export the model as one of them");
        assertThatThrownBy(() -> ModelFile.read(empty)).hasMessageContaining("is no ONNX model: it has no graph");
        assertThatThrownBy(() -> ModelFile.read(garbage)).hasMessageContaining("is no ONNX model");
    }

    @Test
    void weightsInOtherFiles_areRefusedWithTheCallThatPutsThemInside() throws Exception {
        // graph { initializer { name: "w" data_location: EXTERNAL } }
        Path file = directory.resolve("external.onnx");
        Files.write(file, Bytes.fromHex("3a072a054201777001").toArray());
        assertThatThrownBy(() -> ModelFile.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("save_as_external_data=False");
    }

    @Test
    void tensorWithoutShapeOrOfAnUnknownType_isNamed() throws Exception {
        // graph { input { name: "x" type { tensor_type { elem_type: 1 } } } }
        Path shapeless = directory.resolve("shapeless.onnx");
        Files.write(shapeless, Bytes.fromHex("3a0b5a090a017812040a020801").toArray());
        assertThatThrownBy(() -> ModelFile.read(shapeless))
                .hasMessageContaining("does not tell the shape of tensor 'x'");
        // The same with elem_type: 8, a string.
        Path strings = directory.resolve("strings.onnx");
        Files.write(strings, Bytes.fromHex("3a0b5a090a017812040a020808").toArray());
        assertThatThrownBy(() -> ModelFile.read(strings)).hasMessageContaining("'x' of element type 8");
    }

    @Test
    void variantsOfOneModel_mustAgreeAndBeOfSeveralFormats() throws Exception {
        ModelFile one = ModelFile.read(onnx("one.onnx", DataType.FP32, 3));
        ModelFile same = new ModelFile(ModelFile.SAVED_MODEL, directory, one.inputs(), one.outputs());
        ModelFile wider = new ModelFile(
                ModelFile.SAVED_MODEL,
                directory,
                ModelFile.read(onnx("two.onnx", DataType.FP32, 4)).inputs(),
                one.outputs());
        assertThatCode(() -> ModelFile.requireAlike(List.of(one, same))).doesNotThrowAnyException();
        assertThatThrownBy(() -> ModelFile.requireAlike(List.of(one, wider)))
                .hasMessageContaining("takes [x:FP32[-1, 4]], but")
                .hasMessageContaining("must agree in names, types and shapes");
        assertThatThrownBy(() -> ModelFile.requireAlike(List.of(one, one)))
                .hasMessageContaining("is the second of format onnx");
    }
}
