package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BytesTest {
    private static final Bytes FOUR = Bytes.fromHex("01fe03fc");

    @Test
    void range_isACopyOfWhatIsThere() {
        assertThat(FOUR.range(1, 3)).isEqualTo(Bytes.fromHex("fe03"));
        assertThat(FOUR.range(0, 4)).isEqualTo(FOUR);
        assertThat(FOUR.range(4, 4)).isEqualTo(Bytes.EMPTY);
        assertThat(FOUR.at(3)).isEqualTo((byte) 0xfc);
        for (int[] range : new int[][] {{-1, 1}, {0, 5}, {3, 2}}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> FOUR.range(range[0], range[1]));
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> FOUR.decodeUtf8(range[0], range[1]));
        }
    }

    @Test
    void text_isDecodedFromItsRangeOnly() {
        Bytes text = Bytes.utf8("ab\u00fc\u6c34z");
        assertThat(text.decodeUtf8(0, text.size())).contains("ab\u00fc\u6c34z");
        assertThat(text.decodeUtf8(1, 2)).contains("b");
        assertThat(text.decodeUtf8(2, 4)).contains("\u00fc");
        assertThat(text.decodeUtf8(7, 8)).contains("z");
        assertThat(text.decodeUtf8(3, 3)).contains("");
        assertThat(text.decodeUtf8(2, 3)).as("half a character").isEmpty();
        assertThat(text.decodeUtf8(3, 5)).as("from within a character").isEmpty();
    }

    @Test
    void equality_seesEveryByteOfEveryLength() {
        for (int size = 0; size < 20; size++) {
            byte[] content = Bytes.random(new Random(size), size).toArray();
            assertThat(Bytes.copyOf(content)).isEqualTo(Bytes.copyOf(content)).hasSameHashCodeAs(Bytes.copyOf(content));
            assertThat(Bytes.copyOf(content)).isNotEqualTo(Bytes.copyOfRange(content, 0, size + 1));
            for (int i = 0; i < size; i++) {
                byte[] changed = content.clone();
                changed[i] ^= (byte) (1 << i % 8);
                assertThat(Bytes.copyOf(changed)).isNotEqualTo(Bytes.copyOf(content));
            }
        }
        assertThat(FOUR).isNotEqualTo("01fe03fc");
    }

    @Test
    void hashCodes_tellContentsApart() {
        assertThat(FOUR.hashCode()).isNotEqualTo(Bytes.fromHex("01fe03fd").hashCode());
    }

    @Test
    void ranges_compareUnsignedFromTheirFirstByteToTheirLast() {
        Bytes bytes = Bytes.fromHex("01ff" + "01fe" + "01" + "01ff00");
        assertThat(bytes.compare(0, 2, 5, 7)).isZero();
        assertThat(bytes.compare(0, 2, 2, 4)).isPositive();
        assertThat(bytes.compare(2, 4, 0, 2)).isNegative();
        assertThat(bytes.compare(0, 1, 1, 2)).as("1 before 255").isNegative();
        assertThat(bytes.compare(1, 2, 0, 1)).isPositive();
        assertThat(bytes.compare(4, 5, 0, 2)).as("a prefix first").isNegative();
        assertThat(bytes.compare(5, 8, 0, 2)).isPositive();
        assertThat(bytes.compare(0, 0, 0, 1)).as("nothing before anything").isNegative();
        assertThat(bytes.compare(0, 1, 3, 3)).isPositive();
        assertThat(bytes.compare(3, 3, 5, 5)).isZero();
        BytesBuilder same = new BytesBuilder(0).put(bytes);
        assertThat(same.compare(2, 4, 0, 2)).isNegative();
        assertThat(same.compare(0, 2, 5, 7)).isZero();
    }

    @Test
    void orderOfValues_isThatOfTheirBytes() {
        Digest low = Digest.fromHex("7f" + "00".repeat(31));
        Digest high = Digest.fromHex("80" + "00".repeat(31));
        assertThat(low).isLessThan(high).isEqualByComparingTo(Digest.fromHex(low.toHex()));
        NodeId first = NodeId.fromHex("7f" + "00".repeat(15));
        NodeId second = NodeId.fromHex("80" + "00".repeat(15));
        assertThat(first).isLessThan(second).isEqualByComparingTo(NodeId.fromHex(first.toHex()));
        assertThat(first).hasToString("7f" + "00".repeat(15));
        assertThat(low).hasToString("7f" + "00".repeat(31));
        assertThat(new Nonce(first.value())).hasToString("7f" + "00".repeat(15));
    }

    @Test
    void sumsAndSignatures_areOverTheBytes() throws GeneralSecurityException {
        MessageDigest digest = Digest.newSha256();
        FOUR.updateInto(digest);
        assertThat(Digest.finish(digest)).isEqualTo(Digest.sha256(FOUR));
        CRC32 sum = new CRC32();
        FOUR.updateInto(sum);
        CRC32 expected = new CRC32();
        expected.update(FOUR.toArray());
        assertThat(sum.getValue()).isEqualTo(expected.getValue());
        KeyPair keys = TestPki.ed25519();
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(keys.getPrivate());
        FOUR.updateInto(signing);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance("Ed25519");
        verifying.initVerify(keys.getPublic());
        verifying.update(FOUR.toArray());
        assertThat(verifying.verify(signature)).isTrue();
    }
}
