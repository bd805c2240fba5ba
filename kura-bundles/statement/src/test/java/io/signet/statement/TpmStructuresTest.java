package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.tpm.Attested;
import io.signet.statement.tpm.ObjectAttributes;
import io.signet.statement.tpm.PcrSelection;
import io.signet.statement.tpm.TpmAttest;
import io.signet.statement.tpm.TpmPublic;
import io.signet.statement.tpm.TpmSignature;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TpmStructuresTest {
    private static final KeyPair P256 = TestPki.p256();
    private static final KeyPair RSA = TestPki.keys("RSA", "");

    private static void assertMalformed(Bytes encoded, String message) {
        assertThatThrownBy(() -> TpmPublic.decode(encoded))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(message);
    }

    /** The encoding with 16 bits at {@code offset} replaced. */
    private static Bytes with16(Bytes encoded, int offset, int value) {
        byte[] changed = encoded.toArray();
        changed[offset] = (byte) (value >>> 8);
        changed[offset + 1] = (byte) value;
        return Bytes.copyOf(changed);
    }

    private static <T> void assertEachPrefixIsRefused(Bytes encoded, Decoder<T> decoder) {
        for (int size = 0; size < encoded.size(); size++) {
            Bytes prefix = Bytes.copyOfRange(encoded.toArray(), 0, size);
            assertThatThrownBy(() -> decoder.decode(prefix)).isInstanceOf(MalformedException.class);
        }
        Bytes longer = Bytes.copyOf(Arrays.copyOf(encoded.toArray(), encoded.size() + 1));
        assertThatThrownBy(() -> decoder.decode(longer)).isInstanceOf(MalformedException.class);
    }

    private interface Decoder<T> {
        T decode(Bytes encoded) throws MalformedException;
    }

    @Test
    void publicKeysOfBothKinds_areRead() throws MalformedException {
        for (KeyPair keys : List.of(P256, RSA)) {
            Bytes encoded = TpmWriter.publicArea(keys.getPublic(), TestTpm.ATTESTATION_KEY);
            TpmPublic read = TpmPublic.decode(encoded);
            assertThat(read.key()).isEqualTo(keys.getPublic());
            assertThat(read.isOf(keys.getPublic())).isTrue();
            assertThat(read.encoded()).isEqualTo(encoded);
            assertThat(read.name()).isEqualTo(TpmWriter.name(encoded));
            assertThat(read.attributes()).isEqualTo(new ObjectAttributes(TestTpm.ATTESTATION_KEY));
            assertThat(read.takesCredentials()).isFalse();
            assertThat(read).isEqualTo(TpmPublic.decode(encoded)).hasSameHashCodeAs(TpmPublic.decode(encoded));
            assertThat(read).hasToString(keys.getPublic().getAlgorithm() + " key " + read.name());
            assertEachPrefixIsRefused(encoded, TpmPublic::decode);
        }
        TpmPublic p256 = TpmPublic.decode(TpmWriter.publicArea(P256.getPublic(), TestTpm.RESULT_KEY));
        assertThat(p256.isOf(RSA.getPublic())).isFalse();
        assertThat(p256.isOf(TestPki.p256().getPublic())).isFalse();
        TpmPublic rsa = TpmPublic.decode(TpmWriter.publicArea(RSA.getPublic(), TestTpm.RESULT_KEY));
        assertThat(rsa.isOf(P256.getPublic())).isFalse();
        assertThat(rsa.isOf(TestPki.keys("RSA", "").getPublic())).isFalse();
        assertThat(rsa).isNotEqualTo(p256);
    }

    @Test
    void onlyAnEndorsementKeyOfTheUsualForm_takesCredentials() throws MalformedException {
        Bytes usual = TpmWriter.publicArea(P256.getPublic(), TestTpm.ENDORSEMENT_KEY);
        assertThat(TpmPublic.decode(usual).takesCredentials()).isTrue();
        assertThat(TpmPublic.decode(with16(usual, 12, 256)).takesCredentials()).isFalse();
        assertThat(TpmPublic.decode(with16(usual, 14, 0x44)).takesCredentials()).isFalse();
        Bytes unrestricted = TpmWriter.publicArea(P256.getPublic(), TestTpm.ENDORSEMENT_KEY & ~TpmWriter.RESTRICTED);
        assertThat(TpmPublic.decode(unrestricted).takesCredentials()).isFalse();
        assertMalformed(with16(usual, 10, 0x13), "another algorithm than AES");
    }

    @Test
    void publicKeysOfOtherKinds_areRefused() {
        Bytes ecc = TpmWriter.publicArea(P256.getPublic(), TestTpm.RESULT_KEY);
        assertMalformed(with16(ecc, 0, 8), "neither RSA nor ECC");
        assertMalformed(with16(ecc, 2, 0xc), "another algorithm than SHA-256");
        assertMalformed(with16(ecc, 16, 4), "another curve than P-256");
        assertMalformed(with16(ecc, ecc.size() - 2, 0), "not on P-256");
        Bytes rsa = TpmWriter.publicArea(RSA.getPublic(), TestTpm.RESULT_KEY);
        assertMalformed(with16(rsa, 16, 1024), "2048 to 4096 bits");
        assertMalformed(with16(rsa, 16, 4096), "2048 to 4096 bits");
        assertMalformed(with16(rsa, 16, 4104), "2048 to 4096 bits");
        assertMalformed(with16(rsa, 20, 3), "another exponent");
        RSAPublicKey small = (RSAPublicKey) RSA.getPublic();
        assertThat(small.getModulus().bitLength()).isEqualTo(2048);
    }

    @Test
    void coordinatesBeyondTheField_areRefused() {
        BigInteger p = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        ECPublicKey key = (ECPublicKey) P256.getPublic();
        // The point (x + p, y) satisfies the equation modulo p, but is not how the point is written.
        BigInteger sqrtB = sqrtOfB(p);
        Bytes head =
                Bytes.copyOfRange(TpmWriter.publicArea(key, TestTpm.RESULT_KEY).toArray(), 0, 20);
        Function<BigInteger, Bytes> withX = x -> new TpmWriter()
                .raw(head)
                .sized(TpmWriter.unsigned(x, 32))
                .sized(TpmWriter.unsigned(sqrtB, 32))
                .toBytes();
        assertThat(withX.apply(BigInteger.ZERO)).satisfies(encoded -> TpmPublic.decode(encoded));
        assertMalformed(withX.apply(p), "not on P-256");
    }

    /** The curve has a point with x = 0: y is the root of b. */
    private static BigInteger sqrtOfB(BigInteger p) {
        BigInteger b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        return b.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
    }

    @Test
    void schemesAndKeyDerivationsOfEveryLength_areSkipped() throws MalformedException {
        ECPublicKey key = (ECPublicKey) P256.getPublic();
        Bytes x = TpmWriter.unsigned(key.getW().getAffineX(), 32);
        Bytes y = TpmWriter.unsigned(key.getW().getAffineY(), 32);
        for (int[] scheme : new int[][] {{0x10}, {0x18, 0xb}, {0x15}, {0x1a, 0xb, 1}}) {
            for (int[] kdf : new int[][] {{0x10}, {0x20, 0xb}}) {
                TpmWriter writer = new TpmWriter()
                        .u16(TpmWriter.ECC)
                        .u16(TpmWriter.SHA256)
                        .u32(0)
                        .sized(Bytes.utf8("policy"))
                        .u16(TpmWriter.NULL);
                Arrays.stream(scheme).forEach(writer::u16);
                writer.u16(TpmWriter.P256);
                Arrays.stream(kdf).forEach(writer::u16);
                assertThat(TpmPublic.decode(writer.sized(x).sized(y).toBytes()).key())
                        .isEqualTo(key);
            }
        }
    }

    @Test
    void signaturesOfBothKinds_areVerified() throws Exception {
        Bytes message = Bytes.utf8("message");
        Bytes ecdsa = TpmWriter.ecdsa(sign("SHA256withECDSAinP1363Format", P256, message));
        Bytes rsassa = TpmWriter.rsassa(sign("SHA256withRSA", RSA, message));
        for (Bytes encoded : List.of(ecdsa, rsassa)) {
            TpmSignature signature = TpmSignature.decode(encoded);
            boolean isEc = encoded.equals(ecdsa);
            assertThat(signature.verifies(P256.getPublic(), message)).isEqualTo(isEc);
            assertThat(signature.verifies(RSA.getPublic(), message)).isEqualTo(!isEc);
            assertThat(signature.verifies((isEc ? P256 : RSA).getPublic(), Bytes.utf8("another")))
                    .isFalse();
            assertEachPrefixIsRefused(encoded, TpmSignature::decode);
            assertThatThrownBy(() -> TpmSignature.decode(with16(encoded, 0, 0x16)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("neither by ECDSA nor by RSASSA");
            assertThatThrownBy(() -> TpmSignature.decode(with16(encoded, 2, 4)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("another digest");
        }
        Bytes minimal = new TpmWriter()
                .u16(TpmWriter.ECDSA)
                .u16(TpmWriter.SHA256)
                .sized(Bytes.fromHex("01"))
                .sized(Bytes.fromHex("0203"))
                .toBytes();
        assertThat(TpmSignature.decode(minimal).value())
                .isEqualTo(Bytes.fromHex("00".repeat(31) + "01" + "00".repeat(30) + "0203"));
        assertThat(TpmSignature.decode(minimal).verifies(P256.getPublic(), message))
                .isFalse();
    }

    private static Bytes sign(String algorithm, KeyPair keys, Bytes message) throws Exception {
        Signature jca = Signature.getInstance(algorithm);
        jca.initSign(keys.getPrivate());
        jca.update(message.toArray());
        return Bytes.copyOf(jca.sign());
    }

    @Test
    void certification_isRead() throws MalformedException {
        Bytes signer = Bytes.utf8("signer");
        Bytes extra = Bytes.utf8("extra");
        Bytes encoded = TpmWriter.attest(TestTpm.GENERATED, TestTpm.CERTIFY, signer, extra)
                .sized(Bytes.utf8("name"))
                .sized(Bytes.utf8("qualified"))
                .toBytes();
        assertThat(TpmAttest.decode(encoded))
                .isEqualTo(new TpmAttest(
                        TpmAttest.GENERATED_BY_TPM,
                        signer,
                        extra,
                        123_456,
                        7,
                        2,
                        0x2019_1023_0016_3636L,
                        new Attested.Key(Bytes.utf8("name"), Bytes.utf8("qualified"))));
        assertEachPrefixIsRefused(encoded, TpmAttest::decode);
    }

    @Test
    void quote_isRead() throws MalformedException {
        Bytes encoded = TpmWriter.attest(TestTpm.GENERATED, TestTpm.QUOTE, Bytes.EMPTY, Bytes.EMPTY)
                .selection(TpmWriter.SHA256, List.of(0, 7, 8, 23))
                .sized(Bytes.utf8("digest"))
                .toBytes();
        TpmAttest read = TpmAttest.decode(encoded);
        PcrSelection selection = new PcrSelection(TpmWriter.SHA256, new TreeSet<>(List.of(0, 7, 8, 23)));
        assertThat(read.attested()).isEqualTo(new Attested.Quote(List.of(selection), Bytes.utf8("digest")));
        assertThat(selection.isSha256()).isTrue();
        assertThat(new PcrSelection(TpmWriter.SHA1, new TreeSet<>()).isSha256()).isFalse();
        assertEachPrefixIsRefused(encoded, TpmAttest::decode);
    }

    @Test
    void attestationsOutOfBounds_areRefused() {
        TpmWriter banks = TpmWriter.attest(TestTpm.GENERATED, TestTpm.QUOTE, Bytes.EMPTY, Bytes.EMPTY)
                .u32(17);
        TpmWriter select = TpmWriter.attest(TestTpm.GENERATED, TestTpm.QUOTE, Bytes.EMPTY, Bytes.EMPTY)
                .u32(1)
                .u16(TpmWriter.SHA256)
                .u8(5)
                .raw(Bytes.fromHex("0000000000"))
                .sized(Bytes.EMPTY);
        TpmWriter name = TpmWriter.attest(TestTpm.GENERATED, TestTpm.CERTIFY, Bytes.copyOf(new byte[67]), Bytes.EMPTY)
                .sized(Bytes.EMPTY)
                .sized(Bytes.EMPTY);
        TpmWriter unsafe = new TpmWriter().u32(TestTpm.GENERATED).u16(TestTpm.CERTIFY);
        unsafe.sized(Bytes.EMPTY).sized(Bytes.EMPTY).u64(0).u32(0).u32(0).u8(2).u64(0);
        unsafe.sized(Bytes.EMPTY).sized(Bytes.EMPTY);
        for (TpmWriter writer : List.of(banks, select, name, unsafe)) {
            assertThatThrownBy(() -> TpmAttest.decode(writer.toBytes())).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void attestationOfAnotherTypeOrMagic_isReadSoThatItCanBeRefusedForThat() throws MalformedException {
        Bytes encoded = TpmWriter.attest(1, 0x8014, Bytes.EMPTY, Bytes.EMPTY)
                .raw(Bytes.utf8("anything"))
                .toBytes();
        TpmAttest read = TpmAttest.decode(encoded);
        assertThat(read.magic()).isEqualTo(1);
        assertThat(read.attested()).isEqualTo(new Attested.Other(0x8014));
    }
}
