package io.signet.statement;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What whoever verifies demands.
 *
 * @param owners the certificates of the owners whose nodes are trusted, each that of an authority; at least one
 * @param minimalAssurance the least protection of a node's key that is accepted
 * @param maximalAge how old a statement may be, more than 0 and at most {@link #AGE_MAX}, empty for any age
 * @param models digests of the model packages that are accepted, empty for any
 */
public record TrustPolicy(
        List<X509Certificate> owners, Assurance minimalAssurance, Optional<Duration> maximalAge, Set<Digest> models) {
    /** Longest age that a policy can demand: 100 years. */
    public static final Duration AGE_MAX = Duration.ofDays(36_525);

    public TrustPolicy {
        owners = List.copyOf(owners);
        models = Set.copyOf(models);
        if (owners.isEmpty()) {
            throw new IllegalArgumentException("a trust policy names at least one owner's certificate");
        }
        for (X509Certificate owner : owners) {
            if (owner.getBasicConstraints() < 0) {
                throw new IllegalArgumentException("the certificate of "
                        + owner.getSubjectX500Principal().getName()
                        + " is no authority's: name the owner's certificate, not a node's");
            }
        }
        maximalAge.ifPresent(age -> {
            if (age.isNegative() || age.isZero() || age.compareTo(AGE_MAX) > 0) {
                throw new IllegalArgumentException("the maximal age must be more than 0 and at most " + AGE_MAX.toDays()
                        + " days, not " + age + "; leave it out for any age");
            }
        });
    }
}
