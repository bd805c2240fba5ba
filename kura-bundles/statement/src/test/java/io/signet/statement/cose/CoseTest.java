package io.signet.statement.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoseTest {
    private static final Bytes HEADER = Bytes.fromHex("a10126");
    private static final Bytes PAYLOAD = Bytes.utf8("payload");
    private static final KeyPair P256_KEYS = keys("EC", "secp256r1");
    private static final KeyPair ED25519_KEYS = keys("Ed25519", "");

    private static KeyPair keys(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!curve.isEmpty()) {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The other signature that fits, (r, n - s). */
    private static Bytes withOtherS(Bytes signature) {
        byte[] raw = signature.toArray();
        byte[] s = P256.ORDER.subtract(new BigInteger(1, raw, 32, 32)).toByteArray();
        Arrays.fill(raw, 32, 64, (byte) 0);
        int length = Math.min(s.length, 32);
        System.arraycopy(s, s.length - length, raw, 64 - length, length);
        return Bytes.copyOf(raw);
    }

    private static BigInteger s(Bytes signature) {
        return new BigInteger(1, signature.toArray(), 32, 32);
    }

    @Test
    void signedMessage_isVerifiedAfterItsRoundTrip() throws SigningException, MalformedException {
        for (SoftwareSigner signer :
                List.of(SoftwareSigner.ofP256(P256_KEYS), SoftwareSigner.ofEd25519(ED25519_KEYS))) {
            KeyPair keys = signer.algorithm() == CoseAlgorithm.ES256 ? P256_KEYS : ED25519_KEYS;
            CoseSign1 message = CoseSign1.sign(signer, HEADER, Bytes.utf8("aad"), PAYLOAD);
            CoseSign1 read = CoseSign1.decode(message.encode());
            assertThat(read).isEqualTo(message);
            assertThat(read.verify(keys.getPublic(), signer.algorithm(), Bytes.utf8("aad")))
                    .isTrue();
            assertThat(read.verify(keys.getPublic(), signer.algorithm(), Bytes.EMPTY))
                    .isFalse();
            assertThat(read.verify(keys.getPublic(), signer.algorithm(), Bytes.utf8("aad"), PAYLOAD))
                    .isTrue();
            assertThat(read.verify(keys.getPublic(), signer.algorithm(), Bytes.utf8("aad"), Bytes.EMPTY))
                    .isFalse();
        }
    }

    @Test
    void keyOfTheOtherAlgorithm_neverVerifies() throws SigningException {
        CoseSign1 message = CoseSign1.sign(SoftwareSigner.ofP256(P256_KEYS), HEADER, Bytes.EMPTY, PAYLOAD);
        assertThat(message.verify(ED25519_KEYS.getPublic(), CoseAlgorithm.ES256, Bytes.EMPTY))
                .isFalse();
        assertThat(message.verify(P256_KEYS.getPublic(), CoseAlgorithm.EDDSA, Bytes.EMPTY))
                .isFalse();
        assertThat(message.verify(keys("EC", "secp256r1").getPublic(), CoseAlgorithm.ES256, Bytes.EMPTY))
                .isFalse();
    }

    @Test
    void es256Signature_alwaysHasTheLowerS_andTheOtherIsRefused() throws SigningException {
        BigInteger half = P256.ORDER.shiftRight(1);
        // Half of the signatures need the other s: of 20 at least one does, but for one run in a million.
        for (int i = 0; i < 20; i++) {
            CoseSign1 message = CoseSign1.sign(SoftwareSigner.ofP256(P256_KEYS), HEADER, Bytes.EMPTY, PAYLOAD);
            Bytes toBeSigned = message.toBeSigned(Bytes.EMPTY);
            assertThat(s(message.signature())).isLessThanOrEqualTo(half);
            assertThat(CoseAlgorithm.ES256.verify(P256_KEYS.getPublic(), toBeSigned, message.signature()))
                    .isTrue();
            Bytes other = withOtherS(message.signature());
            assertThat(CoseAlgorithm.ES256.verify(P256_KEYS.getPublic(), toBeSigned, other))
                    .isFalse();
            assertThat(CoseAlgorithm.ES256.normalise(other)).isEqualTo(message.signature());
        }
    }

    @Test
    void signatureOutOfRange_isNoSignature() {
        for (String half : List.of("00".repeat(32), "ff".repeat(32))) {
            for (String s : List.of("00".repeat(32), "00".repeat(31) + "01", "7f".repeat(32), "ff".repeat(32))) {
                Bytes signature = Bytes.fromHex(half + s);
                assertThat(CoseAlgorithm.ES256.verify(P256_KEYS.getPublic(), PAYLOAD, signature))
                        .isFalse();
                assertThat(CoseAlgorithm.EDDSA.verify(ED25519_KEYS.getPublic(), PAYLOAD, signature))
                        .isFalse();
                assertThat(CoseAlgorithm.ES256.normalise(signature).size()).isEqualTo(64);
            }
        }
        assertThat(CoseAlgorithm.ES256.verify(P256_KEYS.getPublic(), PAYLOAD, Bytes.EMPTY))
                .isFalse();
    }

    @Test
    void keysOfOtherKinds_belongToNoAlgorithm() {
        for (KeyPair other : List.of(keys("RSA", ""), keys("EC", "secp384r1"), keys("X25519", ""), keys("Ed448", ""))) {
            assertThat(CoseAlgorithm.ofKey(other.getPublic())).isEmpty();
            assertThatThrownBy(() -> SoftwareSigner.ofP256(other)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> SoftwareSigner.ofEd25519(other)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CoseAlgorithm.ofKey(P256_KEYS.getPublic())).contains(CoseAlgorithm.ES256);
        assertThat(CoseAlgorithm.ofKey(ED25519_KEYS.getPublic())).contains(CoseAlgorithm.EDDSA);
    }

    @Test
    void algorithmNumbers_areThoseOfTheRegistry() {
        assertThat(CoseAlgorithm.ofId(-7)).contains(CoseAlgorithm.ES256);
        assertThat(CoseAlgorithm.ofId(-8)).contains(CoseAlgorithm.EDDSA);
        assertThat(CoseAlgorithm.ofId(-35)).isEmpty();
    }

    @Test
    void keyIds_areNodeIdOrShortDigest_andNoKeyIsPrinted() {
        SoftwareSigner p256 = SoftwareSigner.ofP256(P256_KEYS);
        assertThat(p256.keyId()).isEqualTo(NodeId.of(P256_KEYS.getPublic()).value());
        SoftwareSigner ed25519 = SoftwareSigner.ofEd25519(ED25519_KEYS);
        assertThat(ed25519.keyId()).isEqualTo(SoftwareSigner.shortKeyId(OkpKeys.ed25519(ED25519_KEYS.getPublic())));
        assertThat(ed25519).hasToString("EDDSA key " + ed25519.keyId().toHex());
    }

    @Test
    void octetKeyPairs_areConvertedBothWays() {
        Bytes ed25519 = OkpKeys.ed25519(ED25519_KEYS.getPublic());
        assertThat(OkpKeys.ed25519(ed25519)).isEqualTo(ED25519_KEYS.getPublic());
        KeyPair x25519 = keys("X25519", "");
        assertThat(OkpKeys.x25519(OkpKeys.x25519(x25519.getPublic()))).isEqualTo(x25519.getPublic());
        assertThatThrownBy(() -> OkpKeys.ed25519(x25519.getPublic())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OkpKeys.x25519(Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageWithoutItsTagOrParts_isRefused() throws SigningException {
        Bytes message = CoseSign1.sign(SoftwareSigner.ofP256(P256_KEYS), HEADER, Bytes.EMPTY, PAYLOAD)
                .encode();
        String hex = message.toHex();
        for (String malformed : List.of(
                hex.substring(2),
                "d1" + hex.substring(2),
                "d283" + hex.substring(4),
                hex.replaceFirst("43a10126a0", "40a0"),
                hex.replaceFirst("43a10126a0", "43a1012680"),
                hex.replaceFirst("43a10126a0", "43820126a0"),
                hex.replaceFirst("43a10126a0", "44a1012600a0"),
                hex.substring(0, hex.length() - 2),
                hex + "00")) {
            assertThatThrownBy(() -> CoseSign1.decode(Bytes.fromHex(malformed))).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void partsThatAreNoParts_areRefused() {
        Bytes signature = Bytes.copyOf(new byte[64]);
        Bytes noMap = Bytes.fromHex("80");
        assertThatThrownBy(() -> new CoseSign1(noMap, CoseSign1.EMPTY_HEADER, Optional.empty(), signature))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CoseSign1(HEADER, Bytes.EMPTY, Optional.empty(), signature))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.empty(), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        CoseSign1 detached = new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.empty(), signature);
        assertThatThrownBy(() -> detached.toBeSigned(Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void headersUpTo8KiB_areRead_andLargerOnesRefused() throws MalformedException {
        Bytes signature = Bytes.copyOf(new byte[64]);
        for (int extra : new int[] {0, 1}) {
            // {0: h'...'}: one byte for the map, one for the key, three for the length.
            Bytes header = new CborWriter()
                    .startMap(1)
                    .writeInt(0)
                    .writeBytes(Bytes.copyOf(new byte[8 * 1024 - 5 + extra]))
                    .toBytes();
            CoseSign1 inProtected = new CoseSign1(header, CoseSign1.EMPTY_HEADER, Optional.of(PAYLOAD), signature);
            CoseSign1 inUnprotected = new CoseSign1(HEADER, header, Optional.empty(), signature);
            for (CoseSign1 message : List.of(inProtected, inUnprotected)) {
                if (extra == 0) {
                    assertThat(CoseSign1.decode(message.encode())).isEqualTo(message);
                } else {
                    assertThatThrownBy(() -> CoseSign1.decode(message.encode())).isInstanceOf(MalformedException.class);
                }
            }
        }
    }

    @Test
    void messagesThatDifferInAnyPart_areNotEqual() {
        Bytes signature = Bytes.copyOf(new byte[64]);
        CoseSign1 message = new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.of(PAYLOAD), signature);
        assertThat(message)
                .isEqualTo(new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.of(PAYLOAD), signature))
                .hasSameHashCodeAs(new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.of(PAYLOAD), signature))
                .isNotEqualTo(new CoseSign1(HEADER, HEADER, Optional.of(PAYLOAD), signature))
                .isNotEqualTo(
                        new CoseSign1(CoseSign1.EMPTY_HEADER, CoseSign1.EMPTY_HEADER, Optional.of(PAYLOAD), signature))
                .isNotEqualTo(new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.empty(), signature))
                .isNotEqualTo(new CoseSign1(
                        HEADER, CoseSign1.EMPTY_HEADER, Optional.of(PAYLOAD), Bytes.fromHex("01".repeat(64))))
                .isNotEqualTo("a message")
                .hasToString("CoseSign1[protected a10126, unprotected a0]");
        assertThat(message.hashCode())
                .isNotEqualTo(new CoseSign1(HEADER, CoseSign1.EMPTY_HEADER, Optional.empty(), signature).hashCode());
    }
}
