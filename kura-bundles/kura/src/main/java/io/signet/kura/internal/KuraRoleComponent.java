package io.signet.kura.internal;

import io.signet.kura.rest.NodeRest;
import io.signet.runtime.Agent;
import io.signet.runtime.AgentThread;
import java.time.Duration;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.useradmin.Role;
import org.osgi.service.useradmin.UserAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives Kura the permission {@code rest.signet}, so that its users can be granted it. It stays when the bundle goes, as those of
 * Kura's own bundles do. A User Admin is there before it has its users, and makes no role until then: so this looks again.
 */
@Component(
        name = "io.signet.kura.role",
        immediate = true,
        service = {})
public final class KuraRoleComponent implements Agent {
    /** How Kura names a REST permission among the roles of the User Admin. */
    static final String PERMISSION = "kura.permission.rest." + NodeRest.ROLE;

    private static final Logger LOG = LoggerFactory.getLogger(KuraRoleComponent.class);
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final UserAdmin users;
    private Optional<AgentThread> thread = Optional.empty();

    /** Does nothing yet. */
    @Activate
    public KuraRoleComponent(@Reference UserAdmin users) {
        this.users = users;
    }

    @Activate
    synchronized void activate() {
        thread = Optional.of(AgentThread.start(this, IDLE));
    }

    /** Makes the role, if it is not there. */
    @Override
    public int doWork() {
        if (users.getRole(PERMISSION) != null || users.createRole(PERMISSION, Role.GROUP) == null) {
            return 0;
        }
        LOG.info("Kura's users can be given the permission rest.{} now", NodeRest.ROLE);
        return 1;
    }

    @Override
    public String name() {
        return "signet-kura-role";
    }

    @Deactivate
    synchronized void deactivate() {
        thread.ifPresent(AgentThread::close);
        thread = Optional.empty();
    }
}
