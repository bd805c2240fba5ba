package io.signet.openinference;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile requests and saved answers are read or refused as malformed, and nothing else. */
final class InferFuzzer {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[[1,2.5e1]]}]}",
                        "{\"id\":\"\\u0031\",\"inputs\":[{\"name\":\"x\",\"datatype\":\"BOOL\",\"shape\":[2],"
                                + "\"parameters\":{\"binary_data_size\":2}}],\"outputs\":[{\"name\":\"y\"}]}|\u0001\u0000",
                        "{\"model_name\":\"m\",\"outputs\":[{\"name\":\"y\",\"datatype\":\"INT64\",\"shape\":[1],"
                                + "\"data\":[-1]}],\"parameters\":{\"signet_receipt\":\"gm9z\"}}")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A vertical bar separates JSON and binary data. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3s")
    void requestAndAnswer_anyBytes_areReadOrRefused(byte[] data) {
        int bar = 0;
        while (bar < data.length && data[bar] != '|') {
            bar++;
        }
        byte[] json = java.util.Arrays.copyOf(data, bar);
        int rest = Math.min(bar + 1, data.length);
        try {
            InferRequest.decode(
                    json, ByteBuffer.wrap(data, rest, data.length - rest).slice());
        } catch (MalformedException expected) {
            // as it should be
        }
        try {
            InferResponse.decode(data);
        } catch (MalformedException expected) {
            // as it should be
        }
    }
}
