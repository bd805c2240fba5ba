package io.signet.simulator.virtual;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.TrustPolicy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The owners' certificate authorities, with simulated keys. */
final class Owners {
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

    private final Map<String, OwnerAuthority> authorities = new TreeMap<>();

    Owners(World world, Set<String> names) {
        RandomGenerator random = world.newRandom();
        names.stream().sorted().forEach(name -> {
            SimulatedKey key = new SimulatedKey(random, new LocalClock(world, new WallClock()), 0);
            authorities.put(name, OwnerAuthority.selfSigned(key, name, AT_START, random));
        });
    }

    /** Trusts the owners called {@code names}, and demands so many witnesses, and that firmware, if any is listed. */
    TrustPolicy trust(Set<String> names, int witnesses, Set<Digest> firmware) {
        return TrustPolicy.of(names.stream()
                        .sorted()
                        .map(name -> authorities.get(name).certificate())
                        .toList())
                .withWitnesses(witnesses)
                .withFirmware(firmware);
    }

    /** The authority of the owner called {@code name}. */
    OwnerAuthority authority(String name) {
        return authorities.get(name);
    }

    IdentityChain node(String owner, HardwareKey key) {
        return IdentityChain.of(authorities.get(owner).issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
    }

    IdentityChain requester(String owner, HardwareKey key) {
        return IdentityChain.of(authorities.get(owner).issueRequester(CertificateRequest.of(key), Assurance.SOFTWARE));
    }
}
