package org.eclipse.kura.security.keystore;

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
import org.eclipse.kura.KuraException;
import org.osgi.annotation.versioning.ProviderType;

/** Keys and certificates; Kura's console has a page of all such services. Kura's own has two methods more, of Bouncy Castle's types. */
@ProviderType
public interface KeystoreService {
    /** As Java has them. */
    KeyStore getKeyStore() throws KuraException;

    /** One of them. */
    KeyStore.Entry getEntry(String alias) throws KuraException;

    /** Puts one in. */
    void setEntry(String alias, KeyStore.Entry entry) throws KuraException;

    /** All of them. */
    Map<String, KeyStore.Entry> getEntries() throws KuraException;

    /** Takes one away. */
    void deleteEntry(String alias) throws KuraException;

    /** For TLS. */
    List<KeyManager> getKeyManagers(String algorithm) throws KuraException;

    /** Makes a pair of keys. */
    void createKeyPair(String alias, String algorithm, int keySize, String signatureAlgorithm, String attributes)
            throws KuraException;

    /** Makes a pair of keys. */
    void createKeyPair(
            String alias,
            String algorithm,
            int keySize,
            String signatureAlgorithm,
            String attributes,
            SecureRandom random)
            throws KuraException;

    /** Makes a pair of keys. */
    void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec parameters,
            String signatureAlgorithm,
            String attributes)
            throws KuraException;

    /** Makes a pair of keys. */
    void createKeyPair(
            String alias,
            String algorithm,
            AlgorithmParameterSpec parameters,
            String signatureAlgorithm,
            String attributes,
            SecureRandom random)
            throws KuraException;

    /** A request for a certificate. */
    String getCSR(KeyPair keys, X500Principal subject, String algorithm) throws KuraException;

    /** A request for a certificate. */
    String getCSR(String alias, X500Principal subject, String algorithm) throws KuraException;

    /** The names of all entries. */
    List<String> getAliases() throws KuraException;

    /** Lists of revocations. */
    Collection<CRL> getCRLs() throws KuraException;

    /** The same. */
    CertStore getCRLStore() throws KuraException;

    /** One more. */
    void addCRL(X509CRL list) throws KuraException;
}
