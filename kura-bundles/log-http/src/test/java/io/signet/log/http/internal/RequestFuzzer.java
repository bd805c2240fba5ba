package io.signet.log.http.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile requests are read or refused, by a status code of the client's fault, and nothing else. */
final class RequestFuzzer {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "GET /checkpoint HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\"\r\n\r\n",
                        "HEAD / HTTP/1.0\nconnection: close\n\n",
                        "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx")
                .map(text -> text.getBytes(StandardCharsets.US_ASCII));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "3s")
    void request_anyBytes_isReadOrRefused(byte[] data) throws IOException {
        try {
            Request.read(new ByteArrayInputStream(data));
        } catch (Request.BadRequestException e) {
            if (e.status() / 100 != 4) {
                throw new IllegalStateException("status " + e.status(), e);
            }
        }
    }
}
