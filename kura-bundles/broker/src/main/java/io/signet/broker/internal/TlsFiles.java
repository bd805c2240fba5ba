package io.signet.broker.internal;

import io.signet.broker.BrokerException;
import io.signet.broker.BrokerOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * The broker's key and certificates as HiveMQ wants them: two PKCS#12 files under a password that is drawn for this run,
 * known to this process alone and written nowhere that outlives its start. HiveMQ reads the files again every ten
 * seconds, so they stay until the broker is closed.
 *
 * @param keyStore with the broker's key
 * @param trustStore with the owners
 * @param password of both and of the key
 */
record TlsFiles(Path keyStore, Path trustStore, String password) {
    private static final int PASSWORD_BYTES = 24;

    /** Converts the PEM files of {@code options} into {@code directory}. */
    static TlsFiles write(BrokerOptions options, Path directory) throws BrokerException {
        List<X509Certificate> chain = Pem.certificates(options.chain());
        List<X509Certificate> owners = Pem.certificates(options.owners());
        PrivateKey key = Pem.key(options.key(), chain.get(0).getPublicKey().getAlgorithm());
        byte[] drawn = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(drawn);
        String password = HexFormat.of().formatHex(drawn);
        TlsFiles files = new TlsFiles(directory.resolve("broker.p12"), directory.resolve("owners.p12"), password);
        try {
            KeyStore keys = empty();
            keys.setKeyEntry("broker", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
            PrivateFiles.write(files.keyStore, bytes(keys, password));
            KeyStore trusted = empty();
            for (int i = 0; i < owners.size(); i++) {
                trusted.setCertificateEntry("owner-" + i, owners.get(i));
            }
            PrivateFiles.write(files.trustStore, bytes(trusted, password));
        } catch (GeneralSecurityException | IOException e) {
            throw new BrokerException("cannot use the key and certificates of the broker: " + e.getMessage(), e);
        }
        return files;
    }

    /** Deletes both files. */
    void delete() throws IOException {
        PrivateFiles.delete(keyStore);
        PrivateFiles.delete(trustStore);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TlsFiles[" + keyStore + ", " + trustStore + "]";
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store, String password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password.toCharArray());
        return out.toByteArray();
    }
}
