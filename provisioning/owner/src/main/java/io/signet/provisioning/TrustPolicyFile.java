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
 * minimal-assurance: software    # software, pkcs11 or tpm2: the least protection of a node's key
 * maximal-age: 30d               # optional: refuse older answers
 * models: [64 hex digits]        # optional: the only model packages whose answers are accepted
 * publishers: [64 hex digits]    # whose model packages are run: Ed25519 keys
 * </pre>
 *
 * @param owners files with the owners' certificates
 * @param policy what a verifier needs
 * @param publishers raw Ed25519 keys, 32 bytes each, whose model packages a node runs; empty: none
 */
public record TrustPolicyFile(List<Path> owners, TrustPolicy policy, Set<Bytes> publishers) {
    /** The name of the file in a member's directory. */
    public static final String FILE_NAME = "trust.yaml";

    /** Size of a publisher's key. */
    public static final int PUBLISHER_KEY_BYTES = 32;

    public TrustPolicyFile {
        if (owners.isEmpty()) {
            throw new IllegalArgumentException("a trust policy names at least one owner");
        }
        owners = List.copyOf(owners);
        publishers = Set.copyOf(publishers);
        publishers.forEach(TrustPolicyFile::requirePublisher);
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
        List<X509Certificate> certificates = new ArrayList<>();
        for (Path owner : owners) {
            for (X509Certificate certificate : Certificates.read(owner)) {
                if (certificate.getBasicConstraints() < 0) {
                    throw ProvisioningException.in(
                            owner, "is not an owner's certificate: it is no certificate authority");
                }
                certificates.add(certificate);
            }
        }
        Assurance assurance = settings.parsed("minimal-assurance", 32, TrustPolicyFile::parseAssurance);
        Optional<Duration> age = settings.optionalDuration("maximal-age");
        List<Digest> models = settings.parsedList("models", 128, Digest::fromHex);
        List<Bytes> publishers = settings.parsedList("publishers", 128, text -> requirePublisher(Bytes.fromHex(text)));
        settings.requireNothingElse();
        TrustPolicy policy = new TrustPolicy(certificates, assurance, age, Set.copyOf(new TreeSet<>(models)));
        return new TrustPolicyFile(owners, policy, Set.copyOf(new TreeSet<>(publishers)));
    }

    /** Writes this policy to {@code file}, atomically; the owners' files must be there already. */
    public void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder("# Whom and what is trusted. Paths are relative to this file.\n");
        text.append("owners: [")
                .append(owners.stream().map(o -> Yaml.relative(file, o)).collect(Collectors.joining(", ")))
                .append("]\n");
        text.append("minimal-assurance: ")
                .append(policy.minimalAssurance().label())
                .append('\n');
        policy.maximalAge()
                .ifPresent(age ->
                        text.append("maximal-age: ").append(duration(age)).append('\n'));
        appendHex(text, "models", policy.models().stream().map(Digest::value).toList());
        appendHex(text, "publishers", publishers);
        SafeFiles.write(file, text.toString());
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
