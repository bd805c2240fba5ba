package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors of encryption in docs/model-packages.md, which were made with other software, are what the code knows. */
final class EncryptionVectorTest {
    private final PageVectors vectors;
    private final ContentKey key;

    EncryptionVectorTest() throws IOException {
        vectors = PageVectors.read();
        byte[] sevens = new byte[ContentKey.SIZE_BYTES];
        Arrays.fill(sevens, (byte) 7);
        key = ContentKey.copyOf(sevens);
    }

    @Test
    void file_isEncryptedToTheVector() throws Exception {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        ContentStream stream = ContentStream.sealing(key, "onnx/model.onnx", sealed);
        stream.write("0.5 0.25".getBytes(StandardCharsets.US_ASCII));
        stream.finish();

        assertThat(Bytes.copyOf(sealed.toByteArray())).isEqualTo(vectors.vector("encrypted-file"));
        assertThat(key.commitment()).isEqualTo(vectors.vector("content-key-commitment"));
    }

    @Test
    void grant_isReadAndOpened() throws Exception {
        Grant grant = Grant.decode(vectors.vector("grant"));

        assertThat(grant.encode()).isEqualTo(vectors.vector("grant"));
        assertThat(grant.publisher()).isEqualTo(Packages.publisher(1).key());
        Grant.Terms terms = grant.terms();
        assertThat(terms.modelPackage()).isEqualTo(Digest.sha256(new byte[0]));
        assertThat(terms.node()).isEqualTo(new NodeId(Bytes.fromHex("000102030405060708090a0b0c0d0e0f")));
        assertThat(terms.notAfter()).isEqualTo(Instant.parse("2026-12-31T23:59:59Z"));
        assertThat(terms.key().registers()).isEqualTo(Map.of(14, new Digest(Bytes.fromHex("0e".repeat(32)))));
        TestHolder holder = new TestHolder(new BigInteger("01".repeat(31) + "02", 16), terms.key());
        assertThat(grant.open(holder))
                .hasValueSatisfying(opened -> assertThat(opened.toArray()).isEqualTo(key.toArray()));
    }
}
