package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key in a TPM where Java wants a private key: nobody there knows that it is one. */
final class TpmHandleTest {
    @TempDir
    private Path directory;

    private EmulatedTpm tpm;
    private TpmKey key;

    @BeforeEach
    void open() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        key = TpmKey.open(TpmOptions.of(tpm.address(), directory.resolve("identity")), new SecureRandom());
    }

    @AfterEach
    void close() {
        key.close();
        tpm.close();
    }

    private static KeyPair software() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static TlsPair.Identity identity(String name, PublicKey publicKey, PrivateKey privateKey) throws Exception {
        return new TlsPair.Identity(privateKey, selfSigned(name, publicKey, privateKey));
    }

    private static X509Certificate selfSigned(String name, PublicKey publicKey, PrivateKey privateKey)
            throws Exception {
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new X509v3CertificateBuilder(
                                new X500Name("CN=" + name),
                                BigInteger.ONE,
                                Date.from(now.minus(Duration.ofHours(1))),
                                Date.from(now.plus(Duration.ofHours(1))),
                                new X500Name("CN=" + name),
                                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(privateKey)));
    }

    @Test
    void handle_servesAsKeyOfATlsClientAndServer() throws Exception {
        KeyPair other = software();
        TlsPair.Identity tpmIdentity = identity("tpm", key.publicKey(), key.handle());
        TlsPair.Identity software = identity("software", other.getPublic(), other.getPrivate());
        assertThat(TlsPair.handshake(tpmIdentity, software).getPublicKey()).isEqualTo(key.publicKey());
        assertThat(TlsPair.handshake(software, tpmIdentity).getPublicKey()).isEqualTo(other.getPublic());
    }

    @Test
    void handshakeWithoutTheTpm_fails() throws Exception {
        KeyPair other = software();
        TlsPair.Identity tpmIdentity = identity("tpm", key.publicKey(), key.handle());
        TlsPair.Identity software = identity("software", other.getPublic(), other.getPrivate());
        tpm.kill();
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> TlsPair.handshake(tpmIdentity, software));
    }

    @Test
    void handle_signsACertificateRequest() throws Exception {
        PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(
                        new X500Name("CN=" + key.node().toHex()), key.publicKey())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.handle()));
        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key.publicKey())))
                .isTrue();
    }
}
