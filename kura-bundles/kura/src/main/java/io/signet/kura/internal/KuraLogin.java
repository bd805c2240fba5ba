package io.signet.kura.internal;

import io.signet.console.ConsoleLogin;
import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.kura.rest.NodeRest;
import io.signet.runtime.Limits;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.identity.IdentityService;
import org.eclipse.kura.identity.Permission;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Lets Kura's users into the node's console: who has {@code rest.signet} may look, who has {@code kura.admin} may change things. In a
 * Kura nobody gets in by a password of the node's own.
 */
@Component(name = "io.signet.kura.login", service = ConsoleLogin.class)
public final class KuraLogin implements ConsoleLogin {
    private static final Permission READ = new Permission("rest." + NodeRest.ROLE);
    private static final Permission ADMIN = new Permission("kura.admin");
    private static final String LOGIN = "kura";

    private final IdentityService identities;

    /** Asks {@code identities}. */
    @Activate
    public KuraLogin(@Reference IdentityService identities) {
        this.identities = identities;
    }

    @Override
    public Kind kind() {
        return Kind.KURA;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    @Override
    public Outcome attempt(String user, char[] password) {
        try {
            Limits.requireText("user", user, ConsoleUser.NAME_CHARS_MAX);
            identities.checkPassword(user, password);
        } catch (IllegalArgumentException | KuraException e) {
            return new Outcome.Wrong();
        }
        Set<ConsolePermission> permissions = permissions(user);
        if (permissions.isEmpty()) {
            return new Outcome.Refused("This user of Kura has neither the permission " + READ.getName() + " nor "
                    + ADMIN.getName() + ": give it to the identity in Kura's console.");
        }
        return new Outcome.Welcome(new ConsoleUser(user, LOGIN, permissions));
    }

    private Set<ConsolePermission> permissions(String user) {
        if (has(user, ADMIN)) {
            return EnumSet.allOf(ConsolePermission.class);
        }
        return has(user, READ) ? EnumSet.of(ConsolePermission.READ) : EnumSet.noneOf(ConsolePermission.class);
    }

    private boolean has(String user, Permission permission) {
        try {
            identities.checkPermission(user, permission);
            return true;
        } catch (KuraException e) {
            return false;
        }
    }
}
