package io.signet.firstboot.member;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * When a certificate is to be renewed: when two thirds of its life are over, or a bit later. How much later, up to a twelfth of its
 * life, follows from the certificate: nodes that were enrolled on one day don't come in one second, and a node that is started
 * anew comes when it would have.
 */
public final class RenewalTime {
    private static final int JITTER_SHARE = 12;
    private static final int DRAWN_BYTES = 4;
    private static final double DRAWN_VALUES = 0x1p32;

    private RenewalTime() {}

    /** When {@code certificate} is to be renewed. */
    public static Instant of(X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(begin, certificate.getNotAfter().toInstant());
        long later = (long) (life.toMillis() * drawn(certificate) / JITTER_SHARE);
        return begin.plus(life.multipliedBy(2).dividedBy(3)).plusMillis(later);
    }

    /** From 0 to 1, evenly, and always the same for one certificate. */
    private static double drawn(X509Certificate certificate) {
        try {
            byte[] digest = Digest.sha256(Bytes.copyOf(certificate.getEncoded()))
                    .value()
                    .toArray();
            return new BigInteger(1, digest, 0, DRAWN_BYTES).doubleValue() / DRAWN_VALUES;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate can't be encoded", e);
        }
    }
}
