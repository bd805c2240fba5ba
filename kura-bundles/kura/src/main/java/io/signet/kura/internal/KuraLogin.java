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
import org.osgi.service.useradmin.Role;
import org.osgi.service.useradmin.UserAdmin;

/**
 * Lets Kura's users into the node's console: who has {@code rest.signet} may look, who has {@code kura.admin} may change things. In a
 * Kura nobody gets in by a password of the node's own, and nobody by one that Kura demands be changed: all know what a new Kura has.
 */
@Component(name = "io.signet.kura.login", service = ConsoleLogin.class)
public final class KuraLogin implements ConsoleLogin {
    private static final Permission READ = new Permission("rest." + NodeRest.ROLE);
    private static final Permission ADMIN = new Permission("kura.admin");
    private static final String LOGIN = "kura";

    /** How Kura names its users among the roles of the User Admin. */
    private static final String USER = "kura.user.";

    private static final String PASSWORD_CHANGE = "kura.need.password.change";

    private final IdentityService identities;
    private final UserAdmin users;

    /** Asks {@code identities} for passwords and permissions, and {@code users} whose password is to be changed. */
    @Activate
    public KuraLogin(@Reference IdentityService identities, @Reference UserAdmin users) {
        this.identities = identities;
        this.users = users;
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
        Optional<Role> role = Optional.ofNullable(users.getRole(USER + user));
        if (role.isEmpty()) {
            return new Outcome.Wrong(); // as in Kura's own REST: nobody says whether the password may be used
        }
        if (mustChange(role.get())) {
            return new Outcome.Refused(
                    "Kura demands another password of this user: change it in Kura's console first.");
        }
        Set<ConsolePermission> permissions = permissions(user);
        if (permissions.isEmpty()) {
            return new Outcome.Refused("This user of Kura has neither the permission " + READ.getName() + " nor "
                    + ADMIN.getName() + ": give it to the identity in Kura's console.");
        }
        return new Outcome.Welcome(new ConsoleUser(user, LOGIN, permissions));
    }

    private static boolean mustChange(Role role) {
        return Boolean.parseBoolean(String.valueOf(role.getProperties().get(PASSWORD_CHANGE)));
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
