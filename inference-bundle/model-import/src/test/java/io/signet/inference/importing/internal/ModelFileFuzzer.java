package io.signet.inference.importing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.DataType;
import io.signet.writers.OnnxGraph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is given out as a model is read, or refused with a reason. */
class ModelFileFuzzer {
    static Stream<byte[]> seeds() {
        OnnxGraph graph = new OnnxGraph("seed");
        graph.input("x", DataType.FP32, OnnxGraph.ANY, 2);
        graph.constant("f", new long[] {1}, 2);
        graph.output("x", DataType.FP32, OnnxGraph.ANY, 2);
        return Stream.of(graph.toBytes());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyBytes_areReadOrRefused(byte[] data) throws IOException {
        try {
            assertThat(OnnxSignature.read(new ByteArrayInputStream(data)).inputs())
                    .isNotEmpty();
        } catch (UnreadableModelException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
        try {
            assertThat(SavedModelSignature.read(new ByteArrayInputStream(data)).outputs())
                    .isNotEmpty();
        } catch (UnreadableModelException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
