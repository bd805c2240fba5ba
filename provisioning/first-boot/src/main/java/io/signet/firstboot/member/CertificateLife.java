package io.signet.firstboot.member;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** How long a certificate is still good. */
record CertificateLife(Duration left) {
    static CertificateLife of(X509Certificate certificate, Instant now) {
        return new CertificateLife(
                Duration.between(now, certificate.getNotAfter().toInstant()));
    }

    /** In words which change once a day, or once an hour on the last one. */
    String words() {
        if (left.isNegative()) {
            return "it has ended";
        }
        long days = left.toDays();
        return days > 0 ? "ends in " + days + " days" : "ends within " + (left.toHours() + 1) + " hours";
    }
}
