package io.signet.node;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SessionKey;
import io.signet.attestation.SessionKeys;
import io.signet.mesh.JobBoard;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshIdentity;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.MeshPeer;
import io.signet.mesh.OwnTasks;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.mqtt.MqttLimits;
import io.signet.mesh.mqtt.MqttOptions;
import io.signet.mesh.mqtt.PahoTransport;
import io.signet.mesh.mqtt.TlsIdentity;
import io.signet.mesh.spi.NodeServices;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running member of a mesh, as its profile says: connection, session keys and the thread that drives them. */
public final class MeshMember implements Pulse, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MeshMember.class);
    /** A stolen session key is worth no more than this. */
    private static final Duration SESSION_LIFE = Duration.ofHours(24);

    private static final Duration IDLE = Duration.ofMillis(5);
    /** Longest wait for tasks that are held when the member leaves. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

    private final NodeId node;
    private final MeshPeer peer;
    private final AgentThread thread;

    private MeshMember(NodeId node, MeshPeer peer) {
        this.node = node;
        this.peer = peer;
        this.thread = AgentThread.start(peer, IDLE);
        peer.setWake(thread::wake);
    }

    /**
     * Joins the mesh of {@code profile} as a mere requester; otherwise as {@link #join}.
     *
     * @throws ProvisioningException if profile, certificates or trust policy are wrong, or not for {@code key}
     * @throws SigningException if the key can't certify session keys now
     */
    public static MeshMember joinAsRequester(MeshProfile profile, HardwareKey key, Consumer<MeshEvent> events)
            throws ProvisioningException, SigningException {
        return join(profile, key, Optional.empty(), 1, WitnessPlan.NONE, events);
    }

    /**
     * The same, with another trust policy than the profile's; who the broker may be, the profile still says.
     *
     * @throws ProvisioningException if profile or certificates are wrong, or not for {@code key}
     * @throws SigningException if the key can't certify session keys now
     */
    public static MeshMember joinAsRequester(
            MeshProfile profile, TrustPolicy trust, HardwareKey key, Consumer<MeshEvent> events)
            throws ProvisioningException, SigningException {
        return join(profile, trust, key, Optional.empty(), 1, WitnessPlan.NONE, events);
    }

    /**
     * Joins the mesh of {@code profile}; connects in the background, and again whenever the connection is lost.
     *
     * @param key the identity that the profile's certificates are for
     * @param services what it does for others; empty for a mere requester
     * @param tasksMax tasks held at once
     * @param witnesses whom a node asks to witness its log
     * @param events is told what an operator wants to know, on the mesh's thread
     * @throws ProvisioningException if profile, certificates or trust policy are wrong, or not for {@code key}
     * @throws SigningException if the key can't certify session keys now
     */
    public static MeshMember join(
            MeshProfile profile,
            HardwareKey key,
            Optional<NodeServices> services,
            int tasksMax,
            WitnessPlan witnesses,
            Consumer<MeshEvent> events)
            throws ProvisioningException, SigningException {
        TrustPolicyFile trust = TrustPolicyFile.read(profile.trust());
        trust.overdue(Clock.SYSTEM.wallMillis()).forEach(word -> LOG.warn("{}", word));
        return join(profile, trust.policy(), key, services, tasksMax, witnesses, events);
    }

    private static MeshMember join(
            MeshProfile profile,
            TrustPolicy trust,
            HardwareKey key,
            Optional<NodeServices> services,
            int tasksMax,
            WitnessPlan witnesses,
            Consumer<MeshEvent> events)
            throws ProvisioningException, SigningException {
        MemberIdentity identity = MemberIdentity.read(profile, key);
        IdentityChain chain = identity.chain();
        TrustPolicy brokers = TrustPolicyFile.read(profile.trust()).policy();
        RandomGenerator random = SystemRandom.create();
        String instance = HexFormat.of().toHexDigits(random.nextLong());
        MeshPeer.Settings settings =
                new MeshPeer.Settings(profile.mesh(), instance, MeshLimits.DEFAULT, tasksMax, true, witnesses);
        MqttOptions mqtt =
                new MqttOptions(profile.brokers(), chain.node().toHex() + "-" + instance, MqttLimits.DEFAULT);
        TlsIdentity tls = new TlsIdentity(key.handle(), identity.certificates(), brokers.owners());
        return new MeshMember(
                chain.node(),
                MeshPeer.create(
                        settings,
                        identity(chain, SessionKeys.create(key, Clock.SYSTEM, SESSION_LIFE)),
                        trust,
                        MeshPeer.Environment.of(
                                        new PahoTransport(mqtt, tls, Clock.SYSTEM, random), Clock.SYSTEM, random)
                                .withRevocations(new RevocationFiles(
                                        profile.trust().toAbsolutePath().getParent())),
                        services,
                        events));
    }

    private static Supplier<MeshIdentity> identity(IdentityChain chain, SessionKeys keys) {
        return () -> {
            try {
                if (keys.renewIfDue()) {
                    LOG.info("session keys renewed");
                }
            } catch (SigningException e) {
                LOG.warn("session keys not renewed, the present ones stay: {}", e.getMessage());
            }
            SessionKey current = keys.current();
            return new MeshIdentity(chain, current.certificate(), current.signer(), current.sealingKey());
        };
    }

    /** This member's id. */
    public NodeId node() {
        return node;
    }

    /** Where jobs are submitted. Valid until {@link #close}. */
    public Mesh mesh() {
        return peer;
    }

    /** The jobs that this member placed. Valid until {@link #close}. */
    public JobBoard jobs() {
        return peer.jobs();
    }

    /** This node's own service. Valid until {@link #close}. */
    public OwnTasks ownTasks() {
        return peer;
    }

    @Override
    public Duration sinceTurn() {
        return thread.sinceTurn();
    }

    /** Finishes what it holds, for 10 s at most, hands back the rest, says goodbye and disconnects. */
    @Override
    public void close() {
        peer.drain();
        long deadline = Clock.SYSTEM.monotonicNanos() + DRAIN_MAX.toNanos();
        while (!peer.isIdle() && Clock.SYSTEM.monotonicNanos() < deadline) {
            LockSupport.parkNanos(this, IDLE.toNanos());
        }
        thread.close();
        peer.close();
    }
}
