package io.signet.node.internal;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.NodeLog;
import io.signet.attestation.PublicLog;
import io.signet.attestation.WitnessBook;
import io.signet.inference.InferenceService;
import io.signet.mesh.ChallengeResult;
import io.signet.mesh.GatewayAddress;
import io.signet.mesh.JobBoard;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.LogAddress;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshStats;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.OwnTasks;
import io.signet.mesh.Peer;
import io.signet.mesh.PlacedJob;
import io.signet.mesh.Strain;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.NodeServices;
import io.signet.mesh.spi.TaskOrder;
import io.signet.node.AttestedTaskService;
import io.signet.node.EventFeed;
import io.signet.node.HardwareWatch;
import io.signet.node.MemberIdentity;
import io.signet.node.MeshMember;
import io.signet.node.NodeEvidence;
import io.signet.node.NodeWitnessing;
import io.signet.node.Pulse;
import io.signet.node.RecentEvents;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.runtime.SystemRandom;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the mesh as soon as key, log and inference are there; leaves it, in order, before any of them goes. */
@Designate(ocd = MeshConfig.class)
@Component(
        name = MeshConfig.PID,
        configurationPid = MeshConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {Mesh.class, OwnTasks.class, JobBoard.class, EventFeed.class, Pulse.class})
public final class MeshComponent implements Mesh, OwnTasks, JobBoard, EventFeed, Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(MeshComponent.class);

    /** Evidence waits for the key in its own time: nothing else waits for it. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final MeshMember member;
    private final RecentEvents events = new RecentEvents(Clock.SYSTEM);
    private final NodeEvidence evidence;
    private final AgentThread evidenceThread;
    private final Optional<HardwareWatch> watch;
    private final Optional<AgentThread> watchThread;

    /** Joins. */
    @Activate
    public MeshComponent(
            MeshConfig config,
            @Reference HardwareKey key,
            @Reference NodeLog log,
            @Reference PublicLog publicLog,
            @Reference WitnessBook book,
            @Reference InferenceService inference)
            throws ProvisioningException, SigningException {
        int tasksMax = Limits.requireInRange("tasks.max", config.tasks_max(), 1, 4096);
        MeshProfile profile =
                MeshProfile.read(Path.of(Limits.requireText("profile.file", config.profile_file(), 4096)));
        Path telemetry = Path.of(Limits.requireText("telemetry.directory", config.telemetry_directory(), 4096));
        MemberIdentity identity = MemberIdentity.read(profile, key);
        watch = HardwareWatch.of(telemetry, Clock.SYSTEM);
        AttestedTaskService service = new AttestedTaskService(
                inference,
                log,
                key.node(),
                identity.assurance(),
                () -> watch.map(HardwareWatch::strain).orElse(Strain.NONE),
                Clock.SYSTEM);
        evidence = new NodeEvidence(key, Clock.SYSTEM, SystemRandom.create());
        NodeServices services = NodeServices.of(service)
                .withWitnessing(Optional.of(new NodeWitnessing(log, book, publicLog::cosigned)))
                .withLog(logAddress(config.log_address()))
                .withGateway(gatewayAddress(config.gateway_address()))
                .withEvidence(evidence);
        publicLog.identify(identity.chain());
        WitnessPlan witnesses =
                new WitnessPlan(config.witnesses(), profile.witnesses(), Duration.ofMillis(config.witness_wait_ms()));
        try {
            member = MeshMember.join(profile, key, Optional.of(services), tasksMax, witnesses, this::report);
        } catch (ProvisioningException | SigningException | RuntimeException e) {
            watch.ifPresent(HardwareWatch::close);
            throw e;
        }
        evidenceThread = AgentThread.start(evidence, IDLE);
        evidence.onWork(evidenceThread::wake);
        watchThread = watch.map(agent -> AgentThread.start(agent, IDLE));
        LOG.info(
                "node {} joins mesh '{}' through {}; key protection: {} ({})",
                member.node(),
                profile.mesh(),
                profile.brokers(),
                identity.assurance().label(),
                key.description());
    }

    private static Optional<LogAddress> logAddress(String url) {
        try {
            return url.isEmpty() ? Optional.empty() : Optional.of(new LogAddress(url));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("log.address: " + e.getMessage(), e);
        }
    }

    private static Optional<GatewayAddress> gatewayAddress(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new GatewayAddress(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("gateway.address: " + e.getMessage(), e);
        }
    }

    /** The transport logs its connections, and the mesh the answers that it does not believe. */
    private void report(MeshEvent event) {
        events.add(event);
        if (event instanceof MeshEvent.PeerOnline online) {
            LOG.info("node {} is online", online.node());
        } else if (event instanceof MeshEvent.PeerOffline offline) {
            LOG.info("node {} is offline: {}", offline.node(), offline.reason());
        } else if (event instanceof MeshEvent.TaskRetried retried) {
            LOG.debug("task retried: {}", retried.reason());
        }
    }

    @Deactivate
    void deactivate() {
        member.close();
        evidenceThread.close();
        evidence.close();
        watchThread.ifPresent(AgentThread::close);
        watch.ifPresent(HardwareWatch::close);
        LOG.info("node {} left the mesh", member.node());
    }

    @Override
    public CompletionStage<JobResult> submit(JobRequest request, JobListener listener) {
        return member.mesh().submit(request, listener);
    }

    @Override
    public CompletionStage<ChallengeResult> challenge(NodeId node, Duration timeout) {
        return member.mesh().challenge(node, timeout);
    }

    @Override
    public NodeId node() {
        return member.node();
    }

    @Override
    public CompletionStage<OwnAnswer> compute(TaskOrder order) {
        return member.ownTasks().compute(order);
    }

    @Override
    public List<Peer> peers() {
        return member.mesh().peers();
    }

    @Override
    public boolean connected() {
        return member.mesh().connected();
    }

    @Override
    public MeshStats stats() {
        return member.mesh().stats();
    }

    @Override
    public List<PlacedJob> jobsSince(long revision) {
        return member.jobs().jobsSince(revision);
    }

    @Override
    public Totals totals() {
        return member.jobs().totals();
    }

    @Override
    public List<Heard> since(long number) {
        return events.since(number);
    }

    @Override
    public Duration sinceTurn() {
        return member.sinceTurn();
    }
}
