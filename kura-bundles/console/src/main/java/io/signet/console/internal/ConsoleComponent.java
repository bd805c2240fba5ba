package io.signet.console.internal;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.NodeLog;
import io.signet.console.ConsoleLogin;
import io.signet.console.ConsoleUser;
import io.signet.gateway.web.WebAdmission;
import io.signet.gateway.web.WebPages;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.inference.InferenceService;
import io.signet.inference.PackageStore;
import io.signet.mesh.JobBoard;
import io.signet.mesh.Mesh;
import io.signet.node.EventFeed;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import io.signet.statement.IdentityChain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The node's console, as pages for whoever serves them; there as soon as the node has its key, whatever else it lacks. */
@Designate(ocd = ConsoleConfig.class)
@Component(
        name = ConsoleConfig.PID,
        configurationPid = ConsoleConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = WebPages.class)
public final class ConsoleComponent implements WebPages {
    private static final int PATH_CHARS_MAX = 4096;

    /** Browsers are told of a job within this. */
    private static final Duration IDLE = Duration.ofMillis(250);

    private final Slot<ConsoleLogin> login = new Slot<>();
    private final Slot<Mesh> mesh = new Slot<>();
    private final Slot<JobBoard> jobs = new Slot<>();
    private final Slot<EventFeed> events = new Slot<>();
    private final Slot<InferenceService> inference = new Slot<>();
    private final Slot<PackageStore> packages = new Slot<>();
    private final Slot<NodeLog> log = new Slot<>();
    private final Slot<SettingsCatalog> settings = new Slot<>();
    private final Set<Supplier<?>> statuses = new CopyOnWriteArraySet<>();
    private final EventHub hub = new EventHub();
    private final List<Route> routes;
    private final ConsolePages pages;
    private final AgentThread thread;

    /**
     * Reads what the settings name.
     *
     * @throws IllegalArgumentException if a value is out of range
     * @throws ProvisioningException if profile or certificates can't be read
     */
    @Activate
    public ConsoleComponent(ConsoleConfig config, @Reference HardwareKey key) throws ProvisioningException {
        Path home = Path.of(Limits.requireText("home.directory", config.home_directory(), PATH_CHARS_MAX));
        MeshProfile profile =
                MeshProfile.read(Path.of(Limits.requireText("profile.file", config.profile_file(), PATH_CHARS_MAX)));
        ConsoleIdentity identity = new ConsoleIdentity(
                profile.mesh(), key.node(), certified(profile).label(), "", version());
        BrowserSessions<ConsoleUser> sessions = new BrowserSessions<>(Clock.SYSTEM, SystemRandom.create());
        Trail trail = new Trail(home);
        NodeParts parts = parts();
        Fleet fleet = new Fleet(parts, Clock.SYSTEM);
        Overview overview = new Overview(identity, parts, fleet, Clock.SYSTEM);
        FleetAgent agent = new FleetAgent(key.node(), fleet, overview, hub, jobs::get, sessions::isOpen, Clock.SYSTEM);
        List<Route> all = new ArrayList<>();
        all.addAll(sessionPages(config, profile, sessions, trail, identity).routes());
        all.addAll(new FleetPages(identity, parts, fleet, overview, hub, agent::first, trail, Clock.SYSTEM).routes());
        all.addAll(new ModelPages(parts, fleet, trail, Clock.SYSTEM).routes());
        all.addAll(new TrustPages(profile.trust()).routes());
        all.addAll(new VerifyPages(profile.trust(), Clock.SYSTEM).routes());
        all.addAll(new ServicePages(overview, new Metrics(parts, fleet)).routes());
        SettingsFile file = new SettingsFile(home);
        all.addAll(new SettingsPages(this::sections, file, trail, Clock.SYSTEM).routes());
        MetricsToken token = new MetricsToken(path(config.metrics_token_file()));
        routes = List.copyOf(all);
        pages = new ConsolePages(routes, new StaticFiles(), sessions, token::isIn);
        thread = AgentThread.start(agent, IDLE); // last: nothing to undo if it throws
    }

    private SessionPages sessionPages(
            ConsoleConfig config,
            MeshProfile profile,
            BrowserSessions<ConsoleUser> sessions,
            Trail trail,
            ConsoleIdentity identity)
            throws ProvisioningException {
        ConsoleLogin own = new PasswordLogin(path(config.password_file()));
        CertificateLogin certificates =
                CertificateLogin.of(Certificates.read(profile.chain()).get(0), profile.trust(), config.certificates());
        LoginDesk desk = new LoginDesk(() -> login.get().orElse(own), Clock.SYSTEM);
        return new SessionPages(desk, certificates, sessions, trail, identity, Clock.SYSTEM);
    }

    private static Optional<Path> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private List<SettingsSection> sections() {
        return settings.get().map(SettingsCatalog::sections).orElse(List.of());
    }

    private NodeParts parts() {
        return new NodeParts(
                mesh::get, jobs::get, events::get, inference::get, packages::get, log::get, () -> statuses.stream()
                        .map(one -> String.valueOf(one.get()))
                        .toList());
    }

    /** What protects the key is what the owner certified, who looked at its evidence; the key's own word is worth nothing. */
    private static Assurance certified(MeshProfile profile) throws ProvisioningException {
        return IdentityChain.of(Certificates.read(profile.chain())).assurance();
    }

    private static String version() {
        return Optional.ofNullable(ConsoleComponent.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setLogin(ConsoleLogin provided) {
        login.set(provided);
    }

    void unsetLogin(ConsoleLogin gone) {
        login.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setMesh(Mesh come) {
        mesh.set(come);
    }

    void unsetMesh(Mesh gone) {
        mesh.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setJobBoard(JobBoard come) {
        jobs.set(come);
    }

    void unsetJobBoard(JobBoard gone) {
        jobs.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setEventFeed(EventFeed come) {
        events.set(come);
    }

    void unsetEventFeed(EventFeed gone) {
        events.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setInferenceService(InferenceService come) {
        inference.set(come);
    }

    void unsetInferenceService(InferenceService gone) {
        inference.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setPackageStore(PackageStore come) {
        packages.set(come);
    }

    void unsetPackageStore(PackageStore gone) {
        packages.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setNodeLog(NodeLog come) {
        log.set(come);
    }

    void unsetNodeLog(NodeLog gone) {
        log.unset(gone);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setSettingsCatalog(SettingsCatalog come) {
        settings.set(come);
    }

    void unsetSettingsCatalog(SettingsCatalog gone) {
        settings.unset(gone);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(signet.status=*)")
    void addStatus(Supplier<?> come) {
        statuses.add(come);
    }

    void removeStatus(Supplier<?> gone) {
        statuses.remove(gone);
    }

    /** Ends all streams, and looks at the node no more. */
    @Deactivate
    void deactivate() {
        thread.close();
        hub.close();
    }

    /** All that can be asked for. */
    List<Route> routes() {
        return routes;
    }

    @Override
    public WebAdmission admit(WebRequest head) {
        return pages.admit(head);
    }

    @Override
    public CompletionStage<WebReply> answer(WebRequest request) {
        return pages.answer(request);
    }
}
