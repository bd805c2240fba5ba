package io.signet.inference.onnxruntime.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.EngineException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that want to read other files, field by field as onnx.proto numbers them. */
final class ExternalDataTest {
    private static final int GRAPH = 7;
    private static final int CONSTANT = 5;
    private static final int EXTERNAL_DATA = 13;

    @TempDir
    Path directory;

    private static byte[] field(int number, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeVarint(out, (number << 3) | 2);
        writeVarint(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static byte[] entry(String key, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(field(1, key.getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(field(2, value.getBytes(StandardCharsets.UTF_8)));
        return out.toByteArray();
    }

    /** A tensor whose data is at {@code location}. */
    private static byte[] tensor(String location) {
        return field(EXTERNAL_DATA, entry("location", location));
    }

    /** {@code content} as the innermost of nested fields, the outermost first. */
    private static byte[] nested(byte[] content, int... fields) {
        byte[] result = content;
        for (int i = fields.length - 1; i >= 0; i--) {
            result = field(fields[i], result);
        }
        return result;
    }

    private void check(byte[] model) throws EngineException {
        ExternalData.requireWithin(directory, ByteBuffer.wrap(model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../weights.bin",
                "a/../../weights.bin",
                "./weights.bin",
                "*/_ORT_MEM_ADDR_/*",
                "",
                "absent.bin",
                "directory",
                "link.bin",
                "weights.bin\0"
            })
    void location_thatIsNoFileOfThePackage_isRefusedNamingIt(String location) throws Exception {
        Files.write(directory.resolve("weights.bin"), new byte[8]);
        Files.createDirectory(directory.resolve("directory"));
        Files.createSymbolicLink(directory.resolve("link.bin"), directory.resolve("weights.bin"));

        assertThatThrownBy(() -> check(nested(tensor(location), GRAPH, CONSTANT)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it wants to read '" + location + "'");
    }

    @Test
    void location_ofAFileOfThePackage_isAccepted() throws Exception {
        Files.createDirectory(directory.resolve("data"));
        Files.write(directory.resolve("data/weights.bin"), new byte[8]);

        assertThatCode(() -> check(nested(tensor("data/weights.bin"), GRAPH, CONSTANT)))
                .doesNotThrowAnyException();
    }

    @Test
    void location_whereverATensorCanBe_isFound() {
        int[][] ways = {
            {7, 5}, // an initializer
            {7, 15, 1}, // values of a sparse initializer
            {7, 15, 2}, // indices of one
            {7, 1, 5, 5}, // a node's attribute that is a tensor
            {7, 1, 5, 10}, // one that is a list of tensors
            {7, 1, 5, 6, 5}, // one that is a graph: a branch, or the body of a loop
            {7, 1, 5, 11, 1, 5, 5}, // one that is a list of graphs
            {7, 1, 5, 22, 1}, // one that is a sparse tensor
            {7, 1, 5, 23, 2}, // one that is a list of those
            {20, 1, 5}, // training, which initialises
            {20, 2, 1, 5, 5}, // and its algorithm
            {25, 7, 5, 5}, // a function of the model
            {25, 11, 5} // an attribute's default in one
        };
        for (int[] way : ways) {
            assertThatThrownBy(() -> check(nested(tensor("/etc/passwd"), way)))
                    .as(Arrays.toString(way))
                    .hasMessageContaining("/etc/passwd");
        }
    }

    @Test
    void location_givenTwice_isTheLastOneAsProtobufReadsIt() throws Exception {
        Files.write(directory.resolve("weights.bin"), new byte[8]);
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.writeBytes(entry("location", "weights.bin"));
        entry.writeBytes(field(2, "/etc/passwd".getBytes(StandardCharsets.UTF_8)));
        byte[] model = nested(field(EXTERNAL_DATA, entry.toByteArray()), GRAPH, CONSTANT);

        assertThatThrownBy(() -> check(model)).hasMessageContaining("/etc/passwd");
    }

    @Test
    void graphs_nestedTooDeep_areRefused() {
        byte[] graph = new byte[0];
        for (int i = 0; i < 100; i++) {
            graph = nested(graph, 1, 5, 6); // a node with an attribute that is a graph
        }
        byte[] model = nested(graph, GRAPH);

        assertThatThrownBy(() -> check(model)).hasMessageContaining("nested more than 64 deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3a",
                "3a05",
                "3affffffff0f",
                "3b",
                "3c",
                "0880",
                "08ffffffffffffffffffff01",
                "09",
                "0d00",
                "ba8080801000", // the graph's tag with a 33rd bit, which engines ignore
                "0200", // field number 0
                "0000"
            })
    void bytes_thatAreNoMessage_areRefused(String hex) {
        assertThatThrownBy(() -> check(HexFormat.of().parseHex(hex))).hasMessageContaining("no protobuf message");
    }
}
