package io.signet.provisioning;

import io.signet.provisioning.internal.SafeFiles;
import io.signet.provisioning.internal.Yaml;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom and what somebody trusts: the file {@code trust.yaml}.
 *
 * <pre>
 * owners: [owner.pem]            # whose nodes are believed; paths are relative to this file
 * minimal-assurance: software    # software, tpm2-interface, pkcs11 or tpm2: the least protection of a node's key
 * maximal-age: 30d               # optional: refuse older answers
 * models: [64 hex digits]        # optional: the only model packages whose answers are accepted
 * chip-makers: [maker.pem]       # optional: whose TPMs are believed; then tpm2 must be shown by evidence
 * firmware: [64 hex digits]      # optional: the only firmware that a node may have run
 * witnesses: 2                   # optional: how many peers must have cosigned the node's log, 0 to 8
 * publishers: [64 hex digits]    # whose model packages are run: Ed25519 keys
 * revoked: [revoked.crl]         # optional: owners' lists of certificates that are not believed, in DER
 * </pre>
 *
 * @param owners files with the owners' certificates
 * @param policy what a verifier needs
 * @param publishers raw Ed25519 keys, 32 bytes each, whose model packages a node runs; empty: none
 * @param chipMakers files with the chip makers' certificates that the policy trusts
 * @param revoked the lists of revocations that the policy has
 */
public record TrustPolicyFile(
        List<Path> owners,
        TrustPolicy policy,
        Set<Bytes> publishers,
        List<Path> chipMakers,
        List<RevocationListFile> revoked) {
    /** The name of the file in a member's directory. */
    public static final String FILE_NAME = "trust.yaml";

    /** Size of a publisher's key. */
    public static final int PUBLISHER_KEY_BYTES = 32;

    public TrustPolicyFile {
        if (owners.isEmpty()) {
            throw new IllegalArgumentException("a trust policy names at least one owner");
        }
        if (chipMakers.isEmpty() != policy.chipMakers().isEmpty()) {
            throw new IllegalArgumentException("the policy's chip makers come from the files that are named");
        }
        if (!policy.revocations()
                .equals(revoked.stream().map(RevocationListFile::list).toList())) {
            throw new IllegalArgumentException("the policy's lists of revocations come from the files that are named");
        }
        owners = List.copyOf(owners);
        revoked = List.copyOf(revoked);
        chipMakers = List.copyOf(chipMakers);
        publishers = Set.copyOf(publishers);
        publishers.forEach(TrustPolicyFile::requirePublisher);
    }

    /** A policy that names no chip makers. */
    public TrustPolicyFile(List<Path> owners, TrustPolicy policy, Set<Bytes> publishers) {
        this(owners, policy, publishers, List.of());
    }

    /** A policy that names no lists of revocations. */
    public TrustPolicyFile(List<Path> owners, TrustPolicy policy, Set<Bytes> publishers, List<Path> chipMakers) {
        this(owners, policy, publishers, chipMakers, List.of());
    }

    /** What to say of its lists of revocations that are overdue at {@code nowMillis}. */
    public List<String> overdue(long nowMillis) {
        return revoked.stream()
                .flatMap(list -> list.overdue(nowMillis).stream())
                .toList();
    }

    /**
     * Reads {@code file} and the owners' certificates that it names.
     *
     * @throws ProvisioningException if one of them is missing or wrong in any way
     */
    public static TrustPolicyFile read(Path file) throws ProvisioningException {
        Settings settings = Settings.read(file);
        List<Path> owners = settings.paths("owners");
        if (owners.isEmpty()) {
            throw settings.wrong("owners", "expected a list of at least one certificate file");
        }
        List<X509Certificate> ownerCertificates = authorities(owners, "an owner's");
        Assurance assurance = settings.parsed("minimal-assurance", 32, TrustPolicyFile::parseAssurance);
        Optional<Duration> age = settings.optionalDuration("maximal-age");
        List<Digest> models = settings.parsedList("models", 128, Digest::fromHex);
        List<Bytes> publishers = settings.parsedList("publishers", 128, text -> requirePublisher(Bytes.fromHex(text)));
        List<Path> chipMakers = settings.paths("chip-makers");
        List<X509Certificate> makerCertificates = authorities(chipMakers, "a chip maker's");
        List<Digest> firmware = settings.parsedList("firmware", 128, Digest::fromHex);
        long witnesses = settings.number("witnesses", 0, TrustPolicy.WITNESSES_MAX, 0);
        List<RevocationListFile> revoked = revoked(settings.paths("revoked"), ownerCertificates);
        settings.requireNothingElse();
        TrustPolicy policy = new TrustPolicy(
                        ownerCertificates,
                        assurance,
                        age,
                        Set.copyOf(new TreeSet<>(models)),
                        makerCertificates,
                        Set.copyOf(new TreeSet<>(firmware)),
                        Math.toIntExact(witnesses))
                .withRevocations(revoked.stream().map(RevocationListFile::list).toList());
        return new TrustPolicyFile(owners, policy, Set.copyOf(new TreeSet<>(publishers)), chipMakers, revoked);
    }

    /** One that nobody trusted signed revokes nothing, so that the file is not what whoever named it thinks. */
    private static List<RevocationListFile> revoked(List<Path> files, List<X509Certificate> owners)
            throws ProvisioningException {
        List<RevocationListFile> read = new ArrayList<>();
        for (Path file : files) {
            RevocationListFile list = RevocationListFile.read(file);
            if (owners.stream().noneMatch(list.list()::isSignedBy)) {
                throw ProvisioningException.in(file, "is no list of revocations of an owner who is trusted here");
            }
            read.add(list);
        }
        return read;
    }

    private static List<X509Certificate> authorities(List<Path> files, String whose) throws ProvisioningException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path file : files) {
            for (X509Certificate certificate : Certificates.read(file)) {
                if (certificate.getBasicConstraints() < 0) {
                    throw ProvisioningException.in(
                            file, "is not " + whose + " certificate: it is no certificate authority");
                }
                certificates.add(certificate);
            }
        }
        return certificates;
    }

    /** Writes this policy to {@code file}, atomically; the owners' files must be there already. */
    public void write(Path file) throws IOException {
        SafeFiles.write(file, text(file));
    }

    /** What {@link #write} writes to {@code file}, for whoever sends it elsewhere. */
    public String text(Path file) {
        StringBuilder text = new StringBuilder("# Whom and what is trusted. Paths are relative to this file.\n");
        appendFiles(text, "owners", file, owners);
        text.append("minimal-assurance: ")
                .append(policy.minimalAssurance().label())
                .append('\n');
        policy.maximalAge()
                .ifPresent(age ->
                        text.append("maximal-age: ").append(duration(age)).append('\n'));
        appendHex(text, "models", policy.models().stream().map(Digest::value).toList());
        if (!chipMakers.isEmpty()) {
            appendFiles(text, "chip-makers", file, chipMakers);
        }
        appendHex(
                text, "firmware", policy.firmware().stream().map(Digest::value).toList());
        if (policy.witnesses() > 0) {
            text.append("witnesses: ").append(policy.witnesses()).append('\n');
        }
        appendHex(text, "publishers", publishers);
        if (!revoked.isEmpty()) {
            appendFiles(
                    text,
                    "revoked",
                    file,
                    revoked.stream().map(RevocationListFile::file).toList());
        }
        return text.toString();
    }

    private static void appendFiles(StringBuilder text, String key, Path file, List<Path> named) {
        text.append(key)
                .append(": [")
                .append(named.stream().map(n -> Yaml.relative(file, n)).collect(Collectors.joining(", ")))
                .append("]\n");
    }

    private static void appendHex(StringBuilder text, String key, Iterable<Bytes> values) {
        TreeSet<Bytes> sorted = new TreeSet<>();
        values.forEach(sorted::add);
        if (!sorted.isEmpty()) {
            text.append(key).append(":\n");
            sorted.forEach(value ->
                    text.append("  - ").append(Yaml.quoted(value.toHex())).append('\n'));
        }
    }

    private static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis % 86_400_000 == 0 ? millis / 86_400_000 + "d" : millis + "ms";
    }

    private static Assurance parseAssurance(String label) {
        return Assurance.ofLabel(label)
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.stream(Assurance.values())
                                .map(Assurance::label)
                                .collect(Collectors.joining(", "))));
    }

    /**
     * Returns {@code key}.
     *
     * @throws IllegalArgumentException if it has not {@link #PUBLISHER_KEY_BYTES}
     */
    public static Bytes requirePublisher(Bytes key) {
        if (key.size() != PUBLISHER_KEY_BYTES) {
            throw new IllegalArgumentException("a publisher's key has " + PUBLISHER_KEY_BYTES + " bytes as "
                    + 2 * PUBLISHER_KEY_BYTES + " hexadecimal digits");
        }
        return key;
    }
}
