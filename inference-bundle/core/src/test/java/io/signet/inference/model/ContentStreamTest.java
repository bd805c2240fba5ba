package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encrypted chunk by chunk, and what is noticed when chunks are not what they were. */
final class ContentStreamTest {
    private static final String PATH = "onnx/model.onnx";
    private static final int CHUNK = ContentStream.CHUNK_SIZE_BYTES;
    private static final int SEALED_CHUNK = CHUNK + ContentStream.TAG_SIZE_BYTES;

    private final ContentKey key = ContentKey.copyOf(new byte[ContentKey.SIZE_BYTES]);

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private byte[] seal(byte[] content) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        ContentStream stream = ContentStream.sealing(key, PATH, sealed);
        for (int at = 0; at < content.length; at += 10_000) {
            stream.write(content, at, Math.min(10_000, content.length - at));
        }
        stream.finish();
        return sealed.toByteArray();
    }

    private byte[] open(byte[] sealed) throws IOException {
        return open(key, PATH, sealed);
    }

    private static byte[] open(ContentKey key, String path, byte[] sealed) throws IOException {
        ByteArrayOutputStream opened = new ByteArrayOutputStream();
        ContentStream stream = ContentStream.opening(key, path, opened);
        stream.write(sealed);
        stream.finish();
        return opened.toByteArray();
    }

    private void assertAltered(byte[] sealed, int chunk) {
        assertThatThrownBy(() -> open(sealed))
                .isInstanceOf(ContentStream.AlteredChunkException.class)
                .hasMessage("chunk " + chunk + " does not decrypt");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7})
    void content_isTheSameAfterwardsAndHasTheStatedSize(int size) throws Exception {
        byte[] content = content(size);
        byte[] sealed = seal(content);
        assertThat(sealed.length).isEqualTo((int) ContentStream.sealedSizeBytes(size));
        assertThat(ContentStream.openedSizeBytes(sealed.length)).isEqualTo(size);
        assertThat(open(sealed)).isEqualTo(content);
    }

    @Test
    void sizesThatNoEncryptedFileHas_areTold() {
        for (int size : new int[] {0, 15, SEALED_CHUNK + 1, SEALED_CHUNK + 16}) {
            assertThat(ContentStream.openedSizeBytes(size)).as("%d", size).isEqualTo(-1);
        }
    }

    @Test
    void alteredChunk_isNoticedWhereItIs() throws Exception {
        byte[] sealed = seal(content(2 * CHUNK + 5));
        for (int chunk = 0; chunk < 3; chunk++) {
            byte[] altered = sealed.clone();
            altered[chunk * SEALED_CHUNK + 3] ^= 1;
            assertAltered(altered, chunk);
        }
    }

    @Test
    void chunksInAnotherOrder_orOneTwice_areNoticed() throws Exception {
        byte[] sealed = seal(content(3 * CHUNK));
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 0, swapped, SEALED_CHUNK, SEALED_CHUNK);
        System.arraycopy(sealed, SEALED_CHUNK, swapped, 0, SEALED_CHUNK);
        assertAltered(swapped, 0);
        byte[] twice = sealed.clone();
        System.arraycopy(sealed, 0, twice, SEALED_CHUNK, SEALED_CHUNK);
        assertAltered(twice, 1);
    }

    @Test
    void fileThatEndsEarly_orGoesOn_isNoticed() throws Exception {
        byte[] sealed = seal(content(2 * CHUNK));
        assertAltered(Arrays.copyOf(sealed, SEALED_CHUNK), 0);
        assertAltered(Arrays.copyOf(sealed, SEALED_CHUNK + 20), 1);
        assertAltered(Arrays.copyOf(sealed, SEALED_CHUNK + 3), 1);
        assertAltered(new byte[0], 0);
        assertAltered(Arrays.copyOf(sealed, sealed.length + SEALED_CHUNK), 1);
    }

    @Test
    void anotherKeyOrFile_opensNothing() throws Exception {
        byte[] sealed = seal(content(10));
        byte[] other = new byte[ContentKey.SIZE_BYTES];
        other[0] = 1;
        assertThatThrownBy(() -> open(ContentKey.copyOf(other), PATH, sealed))
                .isInstanceOf(ContentStream.AlteredChunkException.class);
        assertThatThrownBy(() -> open(key, "onnx/other", sealed))
                .isInstanceOf(ContentStream.AlteredChunkException.class);
    }

    /** From the page alone, with nothing but Java's own AES-GCM and HMAC. */
    @Test
    void secondChunk_isWhatThePageSays() throws Exception {
        byte[] content = content(CHUNK + 9);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        mac.update(("signet/content/1 file " + PATH).getBytes(StandardCharsets.US_ASCII));
        byte[] fileKey = mac.doFinal(new byte[] {1});
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1};
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(fileKey, "AES"), new GCMParameterSpec(128, nonce));
        byte[] expected = cipher.doFinal(content, CHUNK, 9);
        byte[] sealed = seal(content);
        assertThat(Bytes.copyOfRange(sealed, SEALED_CHUNK, sealed.length)).isEqualTo(Bytes.copyOf(expected));
    }

    @Test
    void key_isNeverPrinted_andOfNoUseOnceWiped() {
        ContentKey secret =
                ContentKey.copyOf(Bytes.utf8("0123456789abcdef0123456789abcdef").toArray());
        assertThat(secret).hasToString("a content key");
        assertThat(secret.toArray()).hasSize(ContentKey.SIZE_BYTES);
        secret.close();
        assertThatThrownBy(secret::toArray).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ContentKey.copyOf(new byte[31])).hasMessage("a content key has 32 bytes, not 31");
    }
}
