package io.signet.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.Nonce;
import io.signet.statement.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as the protocol's own pages show them, and what is none. */
class InferRequestTest {
    private static InferRequest decode(String json, byte... binary) throws MalformedException {
        return InferRequest.decode(json.getBytes(StandardCharsets.UTF_8), ByteBuffer.wrap(binary));
    }

    private static String withInput(String tensor) {
        return "{\"inputs\":[" + tensor + "]}";
    }

    /** The example of the Open Inference Protocol, "Inference Request Examples". */
    @Test
    void exampleOfTheProtocol_isRead() throws Exception {
        InferRequest request = decode(
                """
                {
                  "id" : "42",
                  "inputs" : [
                    {"name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32", "data" : [ 1, 2, 3, 4 ]},
                    {"name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "data" : [ true, false, true ]}
                  ],
                  "outputs" : [ {"name" : "output0"} ]
                }
                """);
        assertThat(request.id()).contains("42");
        assertThat(request.inputs()).containsOnlyKeys("input0", "input1");
        Tensor first = request.inputs().get("input0");
        assertThat(first.type()).isEqualTo(DataType.UINT32);
        assertThat(first.shape()).containsExactly(2L, 2L);
        assertThat(first.data().getInt(12)).isEqualTo(4);
        assertThat(request.inputs().get("input1").data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0, 1}));
        assertThat(request.outputs()).containsExactly(new InferRequest.RequestedOutput("output0", Optional.empty()));
        assertThat(request.binary("output0")).isFalse();
        assertThat(request.timeout()).isEmpty();
    }

    /** The example of Triton's "Binary Tensor Data Extension", with 19 bytes of tensors behind the JSON. */
    @Test
    void exampleOfTheBinaryExtension_isRead() throws Exception {
        byte[] binary = new byte[19];
        binary[0] = 7;
        binary[16] = 1;
        InferRequest request = decode(
                """
                {
                  "model_name" : "mymodel",
                  "inputs" : [
                    {"name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32",
                     "parameters" : {"binary_data_size" : 16}},
                    {"name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "parameters" : {"binary_data_size" : 3}}
                  ],
                  "outputs" : [
                    {"name" : "output0", "parameters" : {"binary_data" : true}},
                    {"name" : "output1"}
                  ]
                }
                """,
                binary);
        assertThat(request.inputs().get("input0").data().getInt(0)).isEqualTo(7);
        assertThat(request.inputs().get("input1").data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 0, 0}));
        assertThat(request.binary("output0")).isTrue();
        assertThat(request.binary("output1")).isFalse();
    }

    @Test
    void parameters_sayHowLongTheClientWaitsAndWithWhatNonce() throws Exception {
        InferRequest request = decode(
                """
                {"parameters": {"binary_data_output": true, "timeout": 1500, "sequence_id": 3,
                                "signet_nonce": "000102030405060708090A0b0c0d0e0f"},
                 "inputs": [{"data": [[1],[2]], "name": "x", "datatype": "INT8", "shape": [2,1]}],
                 "outputs": [{"name": "y", "parameters": {"binary_data": false}}]}
                """);
        assertThat(request.timeout()).contains(Duration.ofNanos(1_500_000));
        assertThat(request.nonce().map(Nonce::toString)).contains("000102030405060708090a0b0c0d0e0f");
        assertThat(request.binary("y")).isFalse();
        assertThat(request.binary("z")).isTrue();
    }

    /** Triton's "Sequence, Priority" parameters: 0 is what a client says who leaves it to the server. */
    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "2147483647, 2147483647", "0, "})
    void priority_isThatOfTheParameterUnlessZero(String sent, @Nullable Integer read) throws Exception {
        InferRequest request = decode("{\"parameters\":{\"priority\":" + sent + "},"
                + withInput("{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1]}")
                        .substring(1));
        assertThat(request.priority()).isEqualTo(read == null ? OptionalInt.empty() : OptionalInt.of(read));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2,3] | [1,2,3,4,5,6]",
                "[2,3] | [[1,2,3],[4,5,6]]",
                "[1,6] | [[1,2,3,4,5,6]]",
                "[1,2,3] | [[[1,2,3],[4,5,6]]]",
                "[6] | [1.0, 2e0, 30e-1, 0.4e1, 5, 6]"
            })
    void elements_areFlatOrNestedAsTheShapeSays(String shape, String data) throws Exception {
        Tensor tensor = decode(withInput(
                        "{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":" + shape + ",\"data\":" + data + "}"))
                .inputs()
                .get("x");
        float[] values = new float[6];
        tensor.floats().get(values);
        assertThat(values).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void emptyTensors_areAllowed() throws Exception {
        String json = withInput("{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[0,4],\"data\":[]}");
        assertThat(decode(json).inputs())
                .isEqualTo(Map.of("x", Tensor.of(DataType.FP64, List.of(0L, 4L), ByteBuffer.allocate(0))));
        String nested = withInput("{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[2,0],\"data\":[[],[]]}");
        assertThat(decode(nested).inputs().get("x").sizeBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8 | [1] | [128] | is not -128 to 127",
                "UINT8 | [1] | [-1] | is not 0 to 255",
                "UINT16 | [1] | [65536] | is not 0 to 65535",
                "INT32 | [1] | [1.5] | expected a whole number",
                "BOOL | [1] | [1] | expected false",
                "FP32 | [1] | [1e39] | beyond what FP32 can hold",
                "FP32 | [1] | [null] | expected a number",
                "FP32 | [1] | [\"1\"] | expected a number",
                "FP16 | [1] | [1] | FP16 has no form in JSON",
                "BF16 | [1] | [1] | no tensors of datatype 'BF16'",
                "BYTES | [1] | [\"a\"] | no tensors of datatype 'BYTES'",
                "FP32 | [2] | [1] | fewer elements",
                "FP32 | [2] | [1,2,3] | more elements",
                "FP32 | [2,2] | [[1,2],[3]] | neither a flat array nor nested",
                "FP32 | [2,2] | [[1,2],[3,4],[5,6]] | neither a flat array nor nested",
                "FP32 | [2,2] | [[1,2],[3,4,5]] | neither a flat array nor nested",
                "FP32 | [2,2] | [[[1,2],[3,4]]] | expected a number",
                "FP32 | [4] | [[1,2],[3,4]] | expected a number",
                "FP32 | [-1] | [] | is not 0 to 2147483647",
                "FP32 | [2147483647] | [1] | exceeds 2^31-1 bytes",
                "FP32 | [400000000] | [1] | more elements than are here",
                "FP32 | [1,1,1,1,1,1,1,1,1] | [1] | at most 8 dimensions",
                "FP32 | [1] | {} | expected an array"
            })
    void elementsThatDoNotFit_areRefusedWithWhatIsWrong(String type, String shape, String data, String reason) {
        String json = withInput(
                "{\"name\":\"x\",\"datatype\":\"" + type + "\",\"shape\":" + shape + ",\"data\":" + data + "}");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(json))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | no inputs",
                "[] | expected an object",
                "{\"inputs\":[]} | no inputs",
                "{\"inputs\":{}} | expected an array",
                "{\"inputs\":[{}]} | a tensor has no name",
                "{\"inputs\":[{\"name\":\"x\"}]} | lacks its datatype",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\"}]} | lacks its shape",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1]}]} | either data or the parameter",
                "{\"inputs\":[{\"name\":\"\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1]}]} | printable ASCII",
                "{\"inputs\":[]} x | expected nothing more",
                "{\"inputs\":[],\"inputs\":[]} | the name 'inputs' is there twice",
                "{\"outputs\":[{\"name\":\"y\"},{\"name\":\"y\"}]} | asked for twice",
                "{\"outputs\":[{\"name\":\"y\",\"parameters\":{\"classification\":3}}]} | no classification",
                "{\"outputs\":[{\"name\":\"y\",\"parameters\":{\"shared_memory_region\":\"r\"}}]} | no shared memory",
                "{\"parameters\":{\"timeout\":0}} | is not 1 to 3600000000",
                "{\"parameters\":{\"priority\":-1}} | -1 is not 0 to 2147483647",
                "{\"parameters\":{\"priority\":\"1\"}} | expected a number",
                "{\"parameters\":{\"signet_nonce\":\"00\"}} | 32 hexadecimal digits"
            })
    void whatIsNoRequest_isRefusedWithWhatIsWrong(String json, String reason) {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(json))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "INT16, 4, 4, a INT16 tensor of shape [1] has 2 bytes",
        "INT16, 2, 1, announces 2 bytes of binary data",
        "INT16, 2, 3, 1 bytes follow that are no tensor's",
        "BOOL, 1, 1, a BOOL is 0 or 1"
    })
    void binaryDataThatDoesNotFit_isRefused(String type, int size, int sent, String reason) {
        byte[] binary = new byte[sent];
        binary[0] = 2;
        String json = withInput("{\"name\":\"x\",\"datatype\":\"" + type
                + "\",\"shape\":[1],\"parameters\":{\"binary_data_size\":" + size + "}}");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(json, binary))
                .withMessageContaining(reason);
    }

    @Test
    void twoInputsOfOneName_andTooMany_areRefused() {
        String tensor = "{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1]}";
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(withInput(tensor + "," + tensor)))
                .withMessageContaining("two inputs have the name 'x'");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= 16; i++) {
            many.append(i == 0 ? "" : ",").append(tensor.replace("\"x\"", "\"x" + i + "\""));
        }
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> decode(withInput(many.toString())))
                .withMessageContaining("at most 16 inputs");
    }
}
