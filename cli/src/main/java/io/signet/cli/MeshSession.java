package io.signet.cli;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.node.MeshMember;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.Clock;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A requester's stay in a mesh. */
final class MeshSession implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** How long nodes that are there, but don't serve what is asked for, may still be loading it. */
    private static final Duration LOADING_MAX = Duration.ofSeconds(5);

    /** Retained reports of all nodes come in one go. */
    private static final Duration OTHERS_WITHIN = Duration.ofMillis(500);

    private final MeshProfile profile;
    private final TrustPolicy policy;
    private final MeshMember member;
    private final Clock clock;

    private MeshSession(MeshProfile profile, TrustPolicy policy, MeshMember member, Clock clock) {
        this.profile = profile;
        this.policy = policy;
        this.member = member;
        this.clock = clock;
    }

    /**
     * Joins as the member whose profile is {@code path}, or in the directory {@code path}; connects in the background.
     *
     * @param notes is told what a person may want to know, on the mesh's thread
     */
    static MeshSession join(Path path, Clock clock, Consumer<String> notes) throws ProvisioningException, CliException {
        return join(path, Optional.empty(), clock, notes);
    }

    /** The same, with the trust policy in the file {@code trust}, if there is one, in place of the profile's. */
    static MeshSession join(Path path, Optional<Path> trust, Clock clock, Consumer<String> notes)
            throws ProvisioningException, CliException {
        MeshProfile profile = MeshProfile.read(Files.isDirectory(path) ? path.resolve(MeshProfile.FILE_NAME) : path);
        TrustPolicy policy = TrustPolicyFile.read(trust.orElse(profile.trust())).policy();
        HardwareKey key = Credentials.load(profile.key(), profile.chain()).key();
        try {
            MeshMember member = MeshMember.joinAsRequester(
                    profile, policy, key, event -> describe(event).ifPresent(notes));
            return new MeshSession(profile, policy, member, clock);
        } catch (SigningException e) {
            throw new CliException(ExitCode.UNAVAILABLE, "the key can't sign: " + e.getMessage());
        }
    }

    private static Optional<String> describe(MeshEvent event) {
        if (event instanceof MeshEvent.PeerOffline offline) {
            return Optional.of("node " + shortId(offline.node().toHex()) + " is lost: " + offline.reason());
        }
        if (event instanceof MeshEvent.AnswerNotBelieved lie) {
            return Optional.of("an answer of node " + shortId(lie.node().toHex()) + " is not believed: " + lie.reason()
                    + "; its work is redone elsewhere");
        }
        if (event instanceof MeshEvent.EvidenceRefused refused) {
            return Optional.of("what node " + shortId(refused.node().toHex())
                    + " shows of its hardware is not accepted: " + refused.reason());
        }
        if (event instanceof MeshEvent.LogForked fork) {
            return Optional.of(fork.description() + "; it gets no more work");
        }
        if (event instanceof MeshEvent.Revoked revoked) {
            return Optional.of(
                    "node " + shortId(revoked.node().toHex()) + " is not believed any more: " + revoked.reason());
        }
        if (event instanceof MeshEvent.SelfRevoked revoked) {
            return Optional.of("nobody believes this member any more: " + revoked.reason());
        }
        if (event instanceof MeshEvent.TaskRetried retried) {
            return Optional.of(
                    "a task of node " + shortId(retried.node().toHex()) + " is done again: " + retried.reason());
        }
        if (event instanceof MeshEvent.Disconnected) {
            return Optional.of("the connection to the broker is lost; trying again");
        }
        return Optional.empty();
    }

    /** The first digits of a node's id: enough to tell nodes apart by eye. */
    static String shortId(String id) {
        return id.substring(0, 8);
    }

    /** The mesh. */
    Mesh mesh() {
        return member.mesh();
    }

    /** Whom the member trusts. */
    TrustPolicy policy() {
        return policy;
    }

    /**
     * Waits until {@code nodes} nodes serve {@code model}.
     *
     * @param look is called again and again while waiting, with the number of nodes that serve it
     * @throws CliException if it takes longer than {@code wait}; says what is missing
     */
    void awaitModel(String model, int nodes, Duration wait, Look look) throws CliException, InterruptedException {
        long start = clock.monotonicNanos();
        Optional<Long> othersSince = Optional.empty();
        while (true) {
            int serving = serving(model);
            if (serving >= nodes) {
                return;
            }
            look.waiting(serving);
            long now = clock.monotonicNanos();
            if (othersSince.isEmpty() && mesh().peers().stream().anyMatch(MeshSession::serves)) {
                othersSince = Optional.of(now);
            }
            boolean servesOthersOnly = serving == 0
                    && othersSince.filter(t -> now - t > LOADING_MAX.toNanos()).isPresent();
            if (servesOthersOnly || now - start > wait.toNanos()) {
                throw new CliException(ExitCode.UNAVAILABLE, missing(model, nodes, serving));
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** The file that says whom the profile's member trusts. */
    Path trust() {
        return profile.trust();
    }

    /**
     * Waits until a node reports whom {@code prefix} names. Reports come together, so it then waits a moment for
     * others whose id begins so, too.
     *
     * @throws CliException if it takes longer than {@code wait}, or there are several
     */
    Peer awaitNode(NodePrefix prefix, Duration wait) throws CliException, InterruptedException {
        long start = clock.monotonicNanos();
        Optional<Long> firstSeen = Optional.empty();
        while (true) {
            List<Peer> found = mesh().peers().stream()
                    .filter(Peer::online)
                    .filter(peer -> prefix.fits(peer.node()))
                    .toList();
            long now = clock.monotonicNanos();
            if (found.size() > 1) {
                throw new CliException(
                        ExitCode.DATA,
                        "more than one node has an id that begins with " + prefix + ": " + ids(found)
                                + "; give more digits");
            }
            if (found.size() == 1) {
                firstSeen = firstSeen.or(() -> Optional.of(now));
                if (prefix.isWhole() || now - firstSeen.get() >= OTHERS_WITHIN.toNanos()) {
                    return found.get(0);
                }
            } else if (now - start > wait.toNanos()) {
                throw new CliException(ExitCode.UNAVAILABLE, noSuchNode(prefix));
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /**
     * Waits until a node reports, and then until no others have come for a moment.
     *
     * @return those that are known, by their ids
     * @throws CliException if none has reported within {@code wait}
     */
    List<Peer> awaitNodes(Duration wait) throws CliException, InterruptedException {
        long start = clock.monotonicNanos();
        long changed = start;
        int known = 0;
        while (true) {
            List<Peer> peers = mesh().peers();
            long now = clock.monotonicNanos();
            if (peers.size() != known) {
                known = peers.size();
                changed = now;
            }
            if (known > 0 && now - changed >= OTHERS_WITHIN.toNanos()) {
                return peers.stream()
                        .sorted(Comparator.comparing(peer -> peer.node().toHex()))
                        .toList();
            }
            if (known == 0 && now - start > wait.toNanos()) {
                throw new CliException(ExitCode.UNAVAILABLE, nobody());
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private String noSuchNode(NodePrefix prefix) {
        List<Peer> online = mesh().peers().stream().filter(Peer::online).toList();
        return mesh().connected() && !online.isEmpty()
                ? "no node of the mesh '" + profile.mesh() + "' has an id that begins with " + prefix + "; online are: "
                        + ids(online)
                : nobody();
    }

    private static String ids(List<Peer> peers) {
        return peers.stream().map(peer -> peer.node().toHex()).sorted().collect(Collectors.joining(", "));
    }

    /** Called while waiting. */
    @FunctionalInterface
    interface Look {
        /** Nothing more to do than to wait; {@code serving} nodes serve the model so far. */
        void waiting(int serving) throws CliException;
    }

    private static boolean serves(Peer peer) {
        return peer.online() && !peer.models().isEmpty();
    }

    private int serving(String model) {
        return (int) mesh().peers().stream()
                .filter(Peer::online)
                .filter(peer -> peer.models().stream().anyMatch(m -> m.name().equals(model)))
                .count();
    }

    private String missing(String model, int nodes, int serving) {
        List<Peer> online = mesh().peers().stream().filter(Peer::online).toList();
        if (!mesh().connected() || online.isEmpty()) {
            return nobody();
        }
        if (serving > 0) {
            return "only " + serving + " of " + nodes + " nodes serve the model '" + model + "'";
        }
        String served = online.stream()
                .flatMap(peer -> peer.models().stream())
                .map(ServedModel::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "no node of the mesh '" + profile.mesh() + "' serves the model '" + model + "'; "
                + (served.isEmpty() ? "they serve none" : "they serve: " + served);
    }

    private String nobody() {
        return mesh().connected()
                ? "no node of the mesh '" + profile.mesh() + "' is online; 'signet node run' starts one"
                : "no broker of the mesh '" + profile.mesh() + "' can be reached, tried "
                        + profile.brokers().stream().map(Object::toString).collect(Collectors.joining(", "))
                        + "; 'signet broker run' starts one";
    }

    @Override
    public void close() {
        member.close();
    }
}
