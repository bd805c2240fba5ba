package io.signet.kura.internal;

import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CRL;
import java.security.cert.CertStore;
import java.security.cert.X509CRL;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.security.auth.x500.X500Principal;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.security.keystore.KeystoreService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The node's certificates, and those of whom it trusts, on Kura's page of keystores. Public parts only: the node's key is nobody's but
 * the node's. What is here its owner's mesh has made, so nothing is changed from Kura.
 */
@Component(
        name = KuraKeystoreComponent.PID,
        immediate = true,
        property = "kura.service.pid=" + KuraKeystoreComponent.PID,
        service = KeystoreService.class)
public final class KuraKeystoreComponent implements KeystoreService {
    static final String PID = "io.signet.kura.keystore";

    private static final String PRIVATE =
            "the node's key stays where it is: in the TPM, the token, or the file that only the node reads";

    private final NodeAssembly assembly;

    /** Looks into the home that there is. */
    @Activate
    public KuraKeystoreComponent(@Reference NodeAssembly assembly) {
        this.assembly = assembly;
    }

    private PublicKeystore now() throws KuraException {
        return PublicKeystore.of(assembly.home());
    }

    @Override
    public KeyStore getKeyStore() throws KuraException {
        return now().keyStore();
    }

    @Override
    public KeyStore.Entry getEntry(String alias) throws KuraException {
        return now().entry(alias);
    }

    @Override
    public Map<String, KeyStore.Entry> getEntries() throws KuraException {
        return now().entries();
    }

    @Override
    public List<String> getAliases() throws KuraException {
        return List.copyOf(now().certificates().keySet());
    }

    @Override
    public Collection<CRL> getCRLs() throws KuraException {
        return now().revocations();
    }

    @Override
    public CertStore getCRLStore() throws KuraException {
        return now().revocationStore();
    }

    /** Refuses: whoever has one could speak for the node. */
    @Override
    public List<KeyManager> getKeyManagers(String algorithm) throws KuraException {
        throw refused(PRIVATE);
    }

    @Override
    public String getCSR(KeyPair keys, X500Principal subject, String algorithm) throws KuraException {
        throw refused(PRIVATE);
    }

    @Override
    public String getCSR(String alias, X500Principal subject, String algorithm) throws KuraException {
        throw refused(PRIVATE);
    }

    @Override
    public void setEntry(String alias, KeyStore.Entry entry) throws KuraException {
        throw readOnly();
    }

    @Override
    public void deleteEntry(String alias) throws KuraException {
        throw readOnly();
    }

    @Override
    public void addCRL(X509CRL list) throws KuraException {
        throw readOnly();
    }

    @Override
    public void createKeyPair(String alias, String algorithm, int keySize, String signatureAlgorithm, String attributes)
            throws KuraException {
        throw readOnly();
    }

    @Override
    public void createKeyPair(
            String alias,
            String algorithm,
            int keySize,
            String signatureAlgorithm,
            String attributes,
            SecureRandom random)
            throws KuraException {
        throw readOnly();
    }

    @Override
    public void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec parameters,
            String signatureAlgorithm,
            String attributes)
            throws KuraException {
        throw readOnly();
    }

    @Override
    public void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec parameters,
            String signatureAlgorithm,
            String attributes,
            SecureRandom random)
            throws KuraException {
        throw readOnly();
    }

    private static KuraException readOnly() {
        return refused("this keystore shows what the node's owner gave the node; an enrolment or the owner's mesh"
                + " changes it, Kura does not");
    }

    private static KuraException refused(String reason) {
        return new KuraException(KuraErrorCode.OPERATION_NOT_SUPPORTED, reason);
    }
}
