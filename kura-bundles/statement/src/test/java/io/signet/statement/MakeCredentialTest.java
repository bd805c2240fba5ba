package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.tpm.CredentialChallenge;
import io.signet.statement.tpm.MakeCredential;
import io.signet.statement.tpm.TpmPublic;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

class MakeCredentialTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair RSA = TestPki.keys("RSA", "");

    private static TpmPublic endorsement(KeyPair keys) throws MalformedException {
        return TpmPublic.decode(TpmWriter.publicArea(keys.getPublic(), TestTpm.ENDORSEMENT_KEY));
    }

    private static TpmPublic attestation() throws MalformedException {
        return TpmPublic.decode(TpmWriter.publicArea(TestPki.p256().getPublic(), TestTpm.ATTESTATION_KEY));
    }

    @Test
    void rightTpmWithTheRightKey_opensTheChallenge() throws Exception {
        for (KeyPair keys : new KeyPair[] {RSA, TestPki.p256()}) {
            TpmPublic attestation = attestation();
            MakeCredential.Made made = MakeCredential.challenge(endorsement(keys), attestation, RANDOM);
            assertThat(made.secret().size()).isEqualTo(32);
            assertThat(activate(keys, attestation.name(), made.challenge())).contains(made.secret());
            assertThat(made.toString()).doesNotContain(made.secret().toHex());
        }
    }

    @Test
    void tpmWithAnotherAttestationKey_opensNothing() throws Exception {
        for (KeyPair keys : new KeyPair[] {RSA, TestPki.p256()}) {
            MakeCredential.Made made = MakeCredential.challenge(endorsement(keys), attestation(), RANDOM);
            assertThat(activate(keys, attestation().name(), made.challenge())).isEmpty();
        }
    }

    @Test
    void tpmWithAnotherEndorsementKey_opensNothing() throws Exception {
        TpmPublic attestation = attestation();
        MakeCredential.Made made = MakeCredential.challenge(endorsement(TestPki.p256()), attestation, RANDOM);
        assertThat(activate(TestPki.p256(), attestation.name(), made.challenge()))
                .isEmpty();
    }

    @Test
    void changedChallenge_opensNothing() throws Exception {
        KeyPair keys = TestPki.p256();
        TpmPublic attestation = attestation();
        CredentialChallenge genuine =
                MakeCredential.challenge(endorsement(keys), attestation, RANDOM).challenge();
        for (int i = 2; i < genuine.idObject().size(); i++) {
            byte[] changed = genuine.idObject().toArray();
            changed[i] ^= 1;
            CredentialChallenge other = new CredentialChallenge(Bytes.copyOf(changed), genuine.encryptedSecret());
            assertThat(activate(keys, attestation.name(), other)).isEmpty();
        }
    }

    @Test
    void twoChallenges_haveDifferentSecrets() throws Exception {
        TpmPublic endorsement = endorsement(RSA);
        TpmPublic attestation = attestation();
        assertThat(MakeCredential.challenge(endorsement, attestation, RANDOM).secret())
                .isNotEqualTo(MakeCredential.challenge(endorsement, attestation, RANDOM)
                        .secret());
    }

    @Test
    void keyThatIsNoEndorsementKey_isRefused() throws MalformedException {
        TpmPublic attestation = attestation();
        assertThatThrownBy(() -> MakeCredential.challenge(attestation, attestation, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes no credentials");
    }

    @Test
    void challenge_isReadBackAndBounded() throws Exception {
        CredentialChallenge challenge = MakeCredential.challenge(endorsement(RSA), attestation(), RANDOM)
                .challenge();
        assertThat(CredentialChallenge.decode(challenge.encode())).isEqualTo(challenge);
        assertThat(challenge.encode().size()).isLessThan(CredentialChallenge.SIZE_BYTES_MAX);
        Bytes some = Bytes.utf8("some");
        for (Bytes wrong : new Bytes[] {Bytes.EMPTY, Bytes.copyOf(new byte[513])}) {
            assertThatThrownBy(() -> new CredentialChallenge(some, wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new CredentialChallenge(wrong, some)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String hex :
                new String[] {"a3000101400241aa", "a300010141aa0240", "a3000201410a02410a", "a3000101410a02410a00"}) {
            assertThatThrownBy(() -> CredentialChallenge.decode(Bytes.fromHex(hex)))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /** TPM2_ActivateCredential (TPM 2.0 Library, part 1, section 24.6), by Bouncy Castle: empty if the HMAC does not hold. */
    static Optional<Bytes> activate(KeyPair endorsement, Bytes name, CredentialChallenge challenge)
            throws InvalidCipherTextException {
        byte[] seed = seed(endorsement, challenge.encryptedSecret().toArray());
        ByteBuffer idObject = challenge.idObject().asBuffer();
        byte[] hmac = new byte[idObject.getShort()];
        idObject.get(hmac);
        byte[] encrypted = new byte[idObject.remaining()];
        idObject.get(encrypted);
        byte[] expected = hmac(kdfa(seed, "INTEGRITY", new byte[0], 256), encrypted, name.toArray());
        if (!Arrays.equals(hmac, expected)) {
            return Optional.empty();
        }
        byte[] key = Arrays.copyOf(kdfa(seed, "STORAGE", name.toArray(), 128), 16);
        ByteBuffer plain = ByteBuffer.wrap(cfb(key, encrypted));
        byte[] secret = new byte[plain.getShort()];
        plain.get(secret);
        assertThat(plain.hasRemaining()).isFalse();
        return Optional.of(Bytes.copyOf(secret));
    }

    private static byte[] seed(KeyPair endorsement, byte[] encrypted) throws InvalidCipherTextException {
        byte[] label = "IDENTITY\0".getBytes(StandardCharsets.US_ASCII);
        PrivateKey key = endorsement.getPrivate();
        if (key instanceof RSAPrivateKey rsa) {
            OAEPEncoding oaep = new OAEPEncoding(new RSAEngine(), new SHA256Digest(), new SHA256Digest(), label);
            oaep.init(false, new RSAKeyParameters(true, rsa.getModulus(), rsa.getPrivateExponent()));
            return oaep.processBlock(encrypted, 0, encrypted.length);
        }
        ByteBuffer point = ByteBuffer.wrap(encrypted);
        byte[] x = new byte[point.getShort()];
        point.get(x);
        byte[] y = new byte[point.getShort()];
        point.get(y);
        assertThat(point.hasRemaining()).isFalse();
        ECPoint ephemeral = ECNamedCurveTable.getParameterSpec("P-256")
                .getCurve()
                .createPoint(new BigInteger(1, x), new BigInteger(1, y));
        byte[] z = ephemeral
                .multiply(((ECPrivateKey) key).getS())
                .normalize()
                .getAffineXCoord()
                .getEncoded();
        BigInteger own = ((ECPublicKey) endorsement.getPublic()).getW().getAffineX();
        return sha256(
                new byte[] {0, 0, 0, 1},
                z,
                label,
                x,
                TpmWriter.unsigned(own, 32).toArray());
    }

    private static byte[] kdfa(byte[] key, String label, byte[] context, int bits) {
        return hmac(
                key,
                new byte[] {0, 0, 0, 1},
                (label + '\0').getBytes(StandardCharsets.US_ASCII),
                context,
                ByteBuffer.allocate(4).putInt(bits).array());
    }

    private static byte[] sha256(byte[]... parts) {
        SHA256Digest digest = new SHA256Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[32];
        digest.doFinal(result, 0);
        return result;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            mac.update(part, 0, part.length);
        }
        byte[] result = new byte[32];
        mac.doFinal(result, 0);
        return result;
    }

    /** CFB with blocks of 128 bits from an initial vector of zeros (NIST SP 800-38A, section 6.3). */
    private static byte[] cfb(byte[] key, byte[] encrypted) {
        BlockCipher aes = AESEngine.newInstance();
        aes.init(true, new KeyParameter(key));
        byte[] plain = new byte[encrypted.length];
        byte[] block = new byte[16];
        for (int at = 0; at < encrypted.length; at += 16) {
            byte[] mask = new byte[16];
            aes.processBlock(block, 0, mask, 0);
            int end = Math.min(at + 16, encrypted.length);
            for (int i = at; i < end; i++) {
                plain[i] = (byte) (encrypted[i] ^ mask[i - at]);
            }
            block = Arrays.copyOfRange(encrypted, at, at + 16);
        }
        return plain;
    }
}
