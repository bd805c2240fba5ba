package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRequestTest {
    @TempDir
    Path directory;

    private HardwareKey key;

    @BeforeEach
    void makeKey() throws Exception {
        key = SoftwareKey.create(directory.resolve("key.pem"));
    }

    private static Bytes request(KeyPair named, KeyPair signing, String algorithm) throws Exception {
        return Bytes.copyOf(new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=any"), named.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
                .getEncoded());
    }

    private static KeyPair keyPair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void ownRequest_isDecoded() throws Exception {
        CertificateRequest request = CertificateRequest.of(key);
        CertificateRequest decoded = CertificateRequest.decode(request.encoded());
        assertThat(decoded).isEqualTo(request);
        assertThat(decoded.node()).isEqualTo(key.node());
        assertThat(decoded.publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void requestSignedByAnotherKey_isRefused() throws Exception {
        Bytes forged = request(keyPair("secp256r1"), keyPair("secp256r1"), "SHA256withECDSA");
        assertThatThrownBy(() -> CertificateRequest.decode(forged))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("not signed by the key");
    }

    @Test
    void requestForAnotherCurve_isRefused() throws Exception {
        KeyPair other = keyPair("secp384r1");
        Bytes request = request(other, other, "SHA384withECDSA");
        assertThatThrownBy(() -> CertificateRequest.decode(request))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("P-256");
    }

    @Test
    void requestForRsa_isRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        Bytes request = request(rsa, rsa, "SHA256withRSA");
        assertThatThrownBy(() -> CertificateRequest.decode(request))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("P-256");
    }

    @Test
    void anyChangedBit_isRefused() {
        byte[] encoded = CertificateRequest.of(key).encoded().toArray();
        for (int i = 0; i < encoded.length * 8; i++) {
            byte[] changed = encoded.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertThatExceptionOfType(ProvisioningException.class)
                    .as("bit %s of %s", i, Bytes.copyOf(encoded))
                    .isThrownBy(() -> CertificateRequest.decode(Bytes.copyOf(changed)));
        }
    }

    @Test
    void anyTruncation_isRefused() {
        byte[] encoded = CertificateRequest.of(key).encoded().toArray();
        for (int i = 0; i < encoded.length; i++) {
            Bytes cut = Bytes.copyOfRange(encoded, 0, i);
            assertThatThrownBy(() -> CertificateRequest.decode(cut)).isInstanceOf(ProvisioningException.class);
        }
    }

    @Test
    void oversizedRequest_isRefusedUnread() {
        Bytes large = Bytes.copyOf(new byte[CertificateRequest.SIZE_BYTES_MAX + 1]);
        assertThatThrownBy(() -> CertificateRequest.decode(large)).hasMessageContaining("at most 8192 bytes");
    }
}
