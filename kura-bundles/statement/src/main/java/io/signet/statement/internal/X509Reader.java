package io.signet.statement.internal;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads certificates from untrusted bytes: more strictly than Java does, and without its surprises. */
public final class X509Reader {
    /** Largest certificate in DER. */
    public static final int SIZE_BYTES_MAX = 4096;

    private X509Reader() {}

    /**
     * Reads a certificate.
     *
     * @throws MalformedException if {@code certificate} is anything but one certificate in DER
     */
    public static X509Certificate read(Bytes certificate) throws MalformedException {
        requireStrict(certificate);
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.toArray()));
        } catch (CertificateException | RuntimeException e) {
            // JDK 17 throws ArrayIndexOutOfBoundsException for an Ed25519 key without bytes, and may for other things.
            throw new MalformedException("a certificate can't be read: " + Labels.printable(e), 0);
        }
    }

    /**
     * What the signature in a certificate does not cover, and Java reads leniently: it takes PEM and BER as well, ignores
     * what follows, and does not mind a signature with unused bits. One certificate shall have one encoding.
     */
    private static void requireStrict(Bytes certificate) throws MalformedException {
        if (certificate.size() > SIZE_BYTES_MAX) {
            throw new MalformedException(
                    "a certificate has at most " + SIZE_BYTES_MAX + " bytes, not " + certificate.size(), 0);
        }
        Der outer = new Der(certificate.asBuffer());
        Der parts = new Der(outer.read(Der.SEQUENCE));
        parts.read(Der.SEQUENCE);
        parts.read(Der.SEQUENCE);
        ByteBuffer signature = parts.read(Der.BIT_STRING);
        if (outer.hasMore() || parts.hasMore()) {
            throw new MalformedException("bytes follow a certificate or its signature", 0);
        }
        if (!signature.hasRemaining() || signature.get() != 0) {
            throw new MalformedException("the signature of a certificate has unused bits", 0);
        }
    }
}
