package io.signet.simulator.virtual;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.simulator.run.RunException;
import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The owners' real certificate authorities, in a directory that is deleted in the end. */
final class Owners implements AutoCloseable {
    /** When certificates are issued: right before a run begins. */
    private static final Clock AT_START = new Clock() {
        @Override
        public long wallMillis() {
            return WallClock.START_MILLIS;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private final Path directory;
    private final RandomGenerator random;
    private final Map<String, OwnerAuthority> authorities = new TreeMap<>();

    private Owners(Path directory, RandomGenerator random) {
        this.directory = directory;
        this.random = random;
    }

    static Owners create(Set<String> names, RandomGenerator random) throws RunException {
        try {
            Owners owners = new Owners(Files.createTempDirectory("signet-simulation-"), random);
            for (String name : names.stream().sorted().toList()) {
                owners.add(name);
            }
            return owners;
        } catch (IOException e) {
            throw new RunException("no directory for the owners' keys: " + e.getMessage(), e);
        }
    }

    private void add(String name) throws IOException, RunException {
        try {
            authorities.put(name, OwnerAuthority.create(directory.resolve(name), name, AT_START, random));
        } catch (ProvisioningException e) {
            throw new RunException("owner " + name + " can't be made: " + e.getMessage(), e);
        }
    }

    /** Trusts the owners called {@code names}. */
    TrustPolicy trust(Set<String> names) {
        return new TrustPolicy(
                names.stream()
                        .sorted()
                        .map(name -> authorities.get(name).certificate())
                        .toList(),
                Assurance.SOFTWARE,
                Optional.empty(),
                Set.of());
    }

    IdentityChain node(String owner, HardwareKey key) {
        return IdentityChain.of(authorities.get(owner).issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
    }

    IdentityChain requester(String owner, HardwareKey key) {
        return IdentityChain.of(authorities.get(owner).issueRequester(CertificateRequest.of(key), Assurance.SOFTWARE));
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the owners' keys of a run are left in " + directory, e);
        }
    }
}
