package io.signet.statement;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What whoever verifies demands. Begin with {@link #of} and add with the methods {@code with...}.
 *
 * @param owners the certificates of the owners whose nodes are trusted, each that of an authority; at least one
 * @param minimalAssurance the least protection of a node's key that is accepted
 * @param maximalAge how old a statement may be, more than 0 and at most {@link #AGE_MAX}, empty for any age
 * @param models digests of the model packages that are accepted, empty for any
 * @param chipMakers the certificates of the makers of TPMs whose word is taken, each that of an authority; empty: the
 *     owner's word is taken for the chip
 * @param firmware digests of the firmware that a node may have run since it was switched on, each of a bundle or of a
 *     whole run ({@link io.signet.statement.evidence.FirmwareRun#digest}), empty for any
 * @param witnesses how many witnesses must have cosigned the log's head, 0 to {@link #WITNESSES_MAX}
 * @param revocations owners' lists of certificates that are not believed from a time on; empty: nobody is revoked
 */
public record TrustPolicy(
        List<X509Certificate> owners,
        Assurance minimalAssurance,
        Optional<Duration> maximalAge,
        Set<Digest> models,
        List<X509Certificate> chipMakers,
        Set<Digest> firmware,
        int witnesses,
        List<RevocationList> revocations) {
    /** Longest age that a policy can demand: 100 years. */
    public static final Duration AGE_MAX = Duration.ofDays(36_525);

    /** Most witnesses that a policy can demand, and a proof can carry. */
    public static final int WITNESSES_MAX = 8;

    public TrustPolicy {
        owners = List.copyOf(owners);
        models = Set.copyOf(models);
        chipMakers = List.copyOf(chipMakers);
        firmware = Set.copyOf(firmware);
        revocations = List.copyOf(revocations);
        if (owners.isEmpty()) {
            throw new IllegalArgumentException("a trust policy names at least one owner's certificate");
        }
        requireAuthorities(owners, "name the owner's certificate, not a node's");
        requireAuthorities(chipMakers, "name the chip maker's root or intermediate certificate, not a chip's");
        maximalAge.ifPresent(TrustPolicy::requireAge);
        if (witnesses < 0 || witnesses > WITNESSES_MAX) {
            throw new IllegalArgumentException(
                    "a policy demands 0 to " + WITNESSES_MAX + " witnesses, not " + witnesses);
        }
    }

    /** A policy without lists of revocations; the arguments are as in the record. */
    public TrustPolicy(
            List<X509Certificate> owners,
            Assurance minimalAssurance,
            Optional<Duration> maximalAge,
            Set<Digest> models,
            List<X509Certificate> chipMakers,
            Set<Digest> firmware,
            int witnesses) {
        this(owners, minimalAssurance, maximalAge, models, chipMakers, firmware, witnesses, List.of());
    }

    /** The policy that trusts {@code owners}, and demands nothing else of their nodes' answers. */
    public static TrustPolicy of(List<X509Certificate> owners) {
        return new TrustPolicy(owners, Assurance.SOFTWARE, Optional.empty(), Set.of(), List.of(), Set.of(), 0);
    }

    /** This policy, with that least protection of a node's key. */
    public TrustPolicy withMinimalAssurance(Assurance assurance) {
        return new TrustPolicy(owners, assurance, maximalAge, models, chipMakers, firmware, witnesses, revocations);
    }

    /** This policy, with that age of a statement at most. */
    public TrustPolicy withMaximalAge(Duration age) {
        return new TrustPolicy(
                owners, minimalAssurance, Optional.of(age), models, chipMakers, firmware, witnesses, revocations);
    }

    /** This policy, with those model packages only. */
    public TrustPolicy withModels(Set<Digest> packages) {
        return new TrustPolicy(
                owners, minimalAssurance, maximalAge, packages, chipMakers, firmware, witnesses, revocations);
    }

    /** This policy, with those makers of TPMs. */
    public TrustPolicy withChipMakers(List<X509Certificate> makers) {
        return new TrustPolicy(owners, minimalAssurance, maximalAge, models, makers, firmware, witnesses, revocations);
    }

    /** This policy, with that firmware only. */
    public TrustPolicy withFirmware(Set<Digest> measurements) {
        return new TrustPolicy(
                owners, minimalAssurance, maximalAge, models, chipMakers, measurements, witnesses, revocations);
    }

    /** This policy, with that many witnesses at least. */
    public TrustPolicy withWitnesses(int count) {
        return new TrustPolicy(owners, minimalAssurance, maximalAge, models, chipMakers, firmware, count, revocations);
    }

    /** This policy, with those lists of what is revoked. */
    public TrustPolicy withRevocations(List<RevocationList> lists) {
        return new TrustPolicy(owners, minimalAssurance, maximalAge, models, chipMakers, firmware, witnesses, lists);
    }

    /** Whether a proof is accepted only with evidence of the node's hardware: it lists firmware, or {@link #demandsChip}. */
    public boolean demandsEvidence() {
        return !firmware.isEmpty() || demandsChip();
    }

    /** Whether a chip maker's word is demanded, besides the owner's. */
    public boolean demandsChip() {
        return !chipMakers.isEmpty() && minimalAssurance == Assurance.TPM2;
    }

    private static void requireAge(Duration age) {
        if (age.isNegative() || age.isZero() || age.compareTo(AGE_MAX) > 0) {
            throw new IllegalArgumentException("the maximal age must be more than 0 and at most " + AGE_MAX.toDays()
                    + " days, not " + age + "; leave it out for any age");
        }
    }

    private static void requireAuthorities(List<X509Certificate> certificates, String advice) {
        for (X509Certificate certificate : certificates) {
            if (certificate.getBasicConstraints() < 0) {
                throw new IllegalArgumentException("the certificate of "
                        + certificate.getSubjectX500Principal().getName() + " is no authority's: " + advice);
            }
        }
    }
}
