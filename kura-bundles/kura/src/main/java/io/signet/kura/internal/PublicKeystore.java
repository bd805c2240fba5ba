package io.signet.kura.internal;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.KnownRevocations;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CRL;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;

/**
 * The certificates in a node's home, by names: {@code identity} and its issuers, and the owners and chip makers whom the node trusts.
 *
 * @param certificates in the order in which they are shown
 * @param revocations the owners' lists, those that the trust policy names and those that the mesh sent
 */
record PublicKeystore(Map<String, X509Certificate> certificates, List<CRL> revocations) {
    PublicKeystore {
        certificates = Collections.unmodifiableMap(new LinkedHashMap<>(certificates));
        revocations = List.copyOf(revocations);
    }

    /**
     * What is in {@code home}; nothing, if there is none.
     *
     * @throws KuraException if a file there can't be read
     */
    static PublicKeystore of(Optional<Path> home) throws KuraException {
        if (home.isEmpty()) {
            return new PublicKeystore(Map.of(), List.of());
        }
        try {
            Map<String, X509Certificate> all = new LinkedHashMap<>();
            Path chain = home.get().resolve(Credentials.CHAIN_FILE);
            if (Files.exists(chain)) {
                number(all, "identity", Certificates.read(chain));
            }
            TrustPolicy trust = KnownRevocations.policy(home.get().resolve(TrustPolicyFile.FILE_NAME));
            number(all, "owner", trust.owners());
            number(all, "chip-maker", trust.chipMakers());
            List<CRL> lists = new ArrayList<>();
            for (RevocationList list : trust.revocations()) {
                lists.add(CertificateFactory.getInstance("X.509")
                        .generateCRL(new ByteArrayInputStream(list.der().toArray())));
            }
            return new PublicKeystore(all, lists);
        } catch (ProvisioningException | GeneralSecurityException e) {
            throw failed(e);
        }
    }

    /** The first has the name, further ones a number behind it. */
    private static void number(Map<String, X509Certificate> all, String name, List<X509Certificate> some) {
        for (int i = 0; i < some.size(); i++) {
            all.put(i == 0 ? name : name + "-" + (i + 1), some.get(i));
        }
    }

    /**
     * The entry of that name.
     *
     * @throws KuraException if there is none
     */
    KeyStore.Entry entry(String alias) throws KuraException {
        X509Certificate certificate = certificates.get(alias);
        if (certificate == null) {
            throw new KuraException(
                    KuraErrorCode.INVALID_PARAMETER, "there is no '" + alias + "' but " + certificates.keySet());
        }
        return new KeyStore.TrustedCertificateEntry(certificate);
    }

    /** All entries. */
    Map<String, KeyStore.Entry> entries() {
        Map<String, KeyStore.Entry> entries = new LinkedHashMap<>();
        certificates.forEach(
                (alias, certificate) -> entries.put(alias, new KeyStore.TrustedCertificateEntry(certificate)));
        return entries;
    }

    /** The certificates as Java has them; in memory. */
    KeyStore keyStore() throws KuraException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (Map.Entry<String, X509Certificate> entry : certificates.entrySet()) {
                store.setCertificateEntry(entry.getKey(), entry.getValue());
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw failed(e);
        }
    }

    /** The lists of revocations as Java has them. */
    CertStore revocationStore() throws KuraException {
        try {
            return CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocations));
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    private static KuraException failed(Exception e) {
        return new KuraException(
                KuraErrorCode.INTERNAL_ERROR, "the node's certificates can't be shown: " + e.getMessage());
    }
}
