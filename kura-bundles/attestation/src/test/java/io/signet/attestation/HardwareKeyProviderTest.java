package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.cose.SigningException;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handles of hardware keys among Java's own keys. */
final class HardwareKeyProviderTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private static Signature signer(HardwareKey key) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(new HardwarePrivateKey(key));
        signature.update(MESSAGE, 0, 1);
        signature.update(MESSAGE[1]);
        signature.update(MESSAGE, 2, MESSAGE.length - 2);
        return signature;
    }

    private static boolean verifies(PublicKey key, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key);
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }

    @Test
    void signatures_areThoseThatThePlatformVerifies() throws Exception {
        HardwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        Signature signature = signer(key);
        byte[] first = signature.sign();
        assertThat(verifies(key.publicKey(), first)).isTrue();
        signature.update(MESSAGE); // as Java has it, a signature can be used again
        assertThat(verifies(key.publicKey(), signature.sign())).isTrue();
        assertThat(signature.getProvider().getName()).isEqualTo(HardwareKeyProvider.NAME);
    }

    @Test
    void signatureObjectThatSigned_verifiesToo() throws Exception {
        HardwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        Signature signature = signer(key);
        byte[] signed = signature.sign();
        signature.initVerify(key.publicKey());
        signature.update(MESSAGE);
        assertThat(signature.verify(signed)).isTrue();
        signature.update(MESSAGE, 1, 1);
        assertThat(signature.verify(signed)).isFalse();
        signature.initSign(new HardwarePrivateKey(key));
        signature.update(MESSAGE);
        assertThat(verifies(key.publicKey(), signature.sign())).isTrue();
    }

    /** Leading zeros and set highest bits in r and s change the lengths in DER. */
    @Test
    void manySignatures_areAllWellFormed() throws Exception {
        HardwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        for (int i = 0; i < 256; i++) {
            assertThat(verifies(key.publicKey(), signer(key).sign())).isTrue();
        }
    }

    @Test
    void keysOfOthers_areLeftToTheirProviders() throws Exception {
        HardwareKeyProvider.install();
        HardwareKeyProvider.install();
        assertThat(Arrays.stream(Security.getProviders()).filter(HardwareKeyProvider.class::isInstance))
                .hasSize(1);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(MESSAGE);
        assertThat(verifies(keys.getPublic(), signature.sign())).isTrue();
        Signature ours = Signature.getInstance("SHA256withECDSA", HardwareKeyProvider.NAME);
        assertThatExceptionOfType(InvalidKeyException.class).isThrownBy(() -> ours.initSign(keys.getPrivate()));
        assertThat(signature.getProvider().getName()).isNotEqualTo(HardwareKeyProvider.NAME);
    }

    @Test
    void keyThatDoesNotSign_saysWhy() throws Exception {
        TestKey key = new TestKey();
        key.setPresent(false);
        Signature signature = signer(key);
        assertThatExceptionOfType(SignatureException.class)
                .isThrownBy(signature::sign)
                .withCauseInstanceOf(SigningException.class);
    }

    @Test
    void handle_hasNoEncodingAndIsNotStored() throws Exception {
        HardwarePrivateKey handle = new HardwarePrivateKey(new TestKey());
        assertThat(handle.getEncoded()).isNull();
        assertThat(handle.getFormat()).isNull();
        assertThat(handle.getAlgorithm()).isEqualTo("EC");
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThatExceptionOfType(NotSerializableException.class).isThrownBy(() -> out.writeObject(handle));
        }
    }
}
