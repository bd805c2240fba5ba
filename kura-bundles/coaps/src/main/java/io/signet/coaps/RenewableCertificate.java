package io.signet.coaps;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateConfigurationHelper;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.ConfigurationHelperSetup;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.util.ServerNames;

/** The server's certificate in handshakes, which another one of the same key may take the place of. Thread-safe. */
final class RenewableCertificate implements CertificateProvider, ConfigurationHelperSetup {
    private volatile SingleCertificateProvider shown;

    RenewableCertificate(DtlsIdentity identity) {
        shown = provider(identity);
    }

    private static SingleCertificateProvider provider(DtlsIdentity identity) {
        return new SingleCertificateProvider(
                        identity.key(), identity.chain().toArray(X509Certificate[]::new), CertificateType.X_509)
                .setVerifyKeyPair(false); // it would try other algorithms
    }

    /** Shows the certificate of {@code identity} in the handshakes that begin from now on. */
    void renew(DtlsIdentity identity) {
        shown = provider(identity);
    }

    @Override
    public void setupConfigurationHelper(CertificateConfigurationHelper helper) {
        shown.setupConfigurationHelper(helper);
    }

    @Override
    public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
        return shown.getSupportedCertificateKeyAlgorithms();
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
        return shown.getSupportedCertificateTypes();
    }

    @Override
    public CertificateIdentityResult requestCertificateIdentity(
            ConnectionId connection,
            boolean client,
            List<X500Principal> issuers,
            ServerNames names,
            List<CertificateKeyAlgorithm> keyAlgorithms,
            List<SignatureAndHashAlgorithm> signatures,
            List<SupportedGroup> curves) {
        return shown.requestCertificateIdentity(connection, client, issuers, names, keyAlgorithms, signatures, curves);
    }

    @Override
    public void setResultHandler(HandshakeResultHandler handler) {
        shown.setResultHandler(handler); // which a provider that answers at once does not use
    }
}
