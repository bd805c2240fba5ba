package io.signet.console.internal;

import io.signet.attestation.HardwareKey;
import io.signet.console.ConsoleLogin;
import io.signet.console.ConsoleUser;
import io.signet.gateway.web.WebAdmission;
import io.signet.gateway.web.WebPages;
import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.runtime.SystemRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
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

    private final Slot<ConsoleLogin> login = new Slot<>();
    private final ConsolePages pages;

    /**
     * Reads what the settings name.
     *
     * @throws IllegalArgumentException if a value is out of range
     * @throws ProvisioningException if profile, certificates or trust policy can't be read
     */
    @Activate
    public ConsoleComponent(ConsoleConfig config, @Reference HardwareKey key) throws ProvisioningException {
        Path home = Path.of(Limits.requireText("home.directory", config.home_directory(), PATH_CHARS_MAX));
        MeshProfile profile =
                MeshProfile.read(Path.of(Limits.requireText("profile.file", config.profile_file(), PATH_CHARS_MAX)));
        ConsoleLogin own = new PasswordLogin(
                config.password_file().isEmpty() ? Optional.empty() : Optional.of(Path.of(config.password_file())));
        BrowserSessions<ConsoleUser> sessions = new BrowserSessions<>(Clock.SYSTEM, SystemRandom.create());
        SessionPages session = new SessionPages(
                new LoginDesk(() -> login.get().orElse(own), Clock.SYSTEM),
                CertificateLogin.of(
                        Certificates.read(profile.chain()).get(0),
                        TrustPolicyFile.read(profile.trust()).policy().owners(),
                        config.certificates()),
                sessions,
                new Trail(home),
                new ConsoleIdentity(profile.mesh(), key.node(), "", version()),
                Clock.SYSTEM);
        List<Route> routes = new ArrayList<>(session.routes());
        pages = new ConsolePages(routes, new StaticFiles(), sessions, request -> false);
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

    @Override
    public WebAdmission admit(WebRequest head) {
        return pages.admit(head);
    }

    @Override
    public CompletionStage<WebReply> answer(WebRequest request) {
        return pages.answer(request);
    }
}
