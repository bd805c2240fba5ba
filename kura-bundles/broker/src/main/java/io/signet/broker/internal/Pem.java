package io.signet.broker.internal;

import io.signet.broker.BrokerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Reads keys and certificates from PEM files (RFC 7468). */
final class Pem {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final long FILE_BYTES_MAX = 1 << 20;

    private Pem() {}

    /** All certificates of {@code file}, at least one. */
    static List<X509Certificate> certificates(Path file) throws BrokerException {
        requireSmall(file);
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new BrokerException(file + " holds no certificate");
            }
            return found;
        } catch (IOException | CertificateException e) {
            throw new BrokerException("cannot read certificates from " + file + ": " + e.getMessage(), e);
        }
    }

    /** The key of {@code file}, for {@code algorithm} (of the certificate's public key). */
    static PrivateKey key(Path file, String algorithm) throws BrokerException {
        requireSmall(file);
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII);
            int begin = text.indexOf(KEY_BEGIN);
            int end = text.indexOf(KEY_END);
            if (begin < 0 || end < begin) {
                throw new BrokerException(file + " holds no '" + KEY_BEGIN + "' (PKCS#8 without a pass phrase)");
            }
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + KEY_BEGIN.length(), end));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new BrokerException("cannot read an " + algorithm + " key from " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requireSmall(Path file) throws BrokerException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new BrokerException(file + " has more than " + FILE_BYTES_MAX + " bytes; a PEM file is smaller");
            }
        } catch (IOException e) {
            throw new BrokerException("cannot read " + file + ": " + e, e);
        }
    }
}
