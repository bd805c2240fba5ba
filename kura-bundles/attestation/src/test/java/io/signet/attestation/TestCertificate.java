package io.signet.attestation;

import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that say whose a test's key is, by its own word. */
final class TestCertificate {
    private TestCertificate() {}

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes nothing else
    static IdentityChain of(TestKey key) {
        X500Name name = new X500Name("CN=" + key.node() + ",O=Anna");
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(from), Date.from(from.plusSeconds(86_400)), name, key.publicKey());
        try {
            builder.addExtension(
                    new ASN1ObjectIdentifier(IdentityChain.ASSURANCE_OID),
                    false,
                    new DERUTF8String(Assurance.SOFTWARE.label()));
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(key.keys().getPrivate()))
                    .getEncoded();
            return IdentityChain.of(List.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded))));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
