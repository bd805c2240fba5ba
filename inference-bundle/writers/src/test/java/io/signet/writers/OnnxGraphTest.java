package io.signet.writers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.DataType;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class OnnxGraphTest {
    private static OnnxGraph scaling() {
        OnnxGraph graph = new OnnxGraph("scaling");
        String x = graph.input("x", DataType.FP32, OnnxGraph.ANY, 2);
        String factor = graph.constant("f", new long[] {1}, 2);
        graph.add("y", OnnxNode.of("Mul", x, factor));
        graph.output("y", DataType.FP32, OnnxGraph.ANY, 2);
        return graph;
    }

    @Test
    void toBytes_smallGraph_isTheModelFieldByField() {
        String expected =
                """
                08 08                              ; ir_version: 8
                12 06 7369676e6574                 ; producer_name: "signet"
                3a 5f                              ; graph
                  0a 11                            ;   node
                    0a 01 78  0a 01 66             ;     input: "x", "f"
                    12 01 79  1a 01 79             ;     output, name: "y"
                    22 03 4d756c                   ;     op_type: "Mul"
                  12 07 7363616c696e67             ;   name: "scaling"
                  2a 0d                            ;   initializer
                    08 01  10 01                   ;     dims: 1; data_type: FLOAT
                    42 01 66                       ;     name: "f"
                    4a 04 00000040                 ;     raw_data: 2.0
                  5a 18                            ;   input
                    0a 01 78                       ;     name: "x"
                    12 13                          ;     type
                      0a 11                        ;       tensor_type
                        08 01                      ;         elem_type: FLOAT
                        12 0d                      ;         shape
                          0a 07 12 05 6261746368   ;           dim: "batch"
                          0a 02 08 02              ;           dim: 2
                  62 18                            ;   output
                    0a 01 79                       ;     name: "y"
                    12 13 0a 11 08 01 12 0d        ;     type, as that of the input
                    0a 07 12 05 6261746368 0a 02 08 02
                42 02  10 0d                       ; opset_import: version 13
                """;

        assertThat(HexFormat.of().formatHex(scaling().toBytes()))
                .isEqualTo(expected.replaceAll(";.*", "").replaceAll("\\s", ""));
    }

    @Test
    void sameCalls_giveTheSameBytes() {
        assertThat(scaling().toBytes()).isEqualTo(scaling().toBytes());
    }

    @Test
    void output_thatNothingComputes_isRefused() {
        OnnxGraph graph = new OnnxGraph("g");

        assertThatThrownBy(() -> graph.output("y", DataType.FP32, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the graph computes no value 'y'");
    }

    @Test
    void add_nameThatIsTaken_isRefused() {
        OnnxGraph graph = new OnnxGraph("g");
        graph.input("x", DataType.FP32, 1);

        assertThatThrownBy(() -> graph.add("x", OnnxNode.of("Neg", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x' already");
    }

    @Test
    void constant_thatDoesNotFitItsShape_isRefused() {
        OnnxGraph graph = new OnnxGraph("g");

        assertThatThrownBy(() -> graph.constant("c", new long[] {2, 2}, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the constant 'c' has 12 bytes, not 16, which its shape takes");
    }
}
