package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.console.ConsoleLogin;
import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import java.util.Map;
import java.util.Set;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.identity.IdentityService;
import org.eclipse.kura.identity.Permission;
import org.junit.jupiter.api.Test;

/** Kura's users and what they may do in the console. */
final class KuraLoginTest {
    private static final Map<String, Set<String>> USERS = Map.of(
            "admin", Set.of("kura.admin"),
            "viewer", Set.of("rest.signet", "kura.device"),
            "other", Set.of("kura.device"));

    private final ConsoleLogin login = new KuraLogin(new IdentityService() {
        @Override
        public void checkPassword(String user, char[] password) throws KuraException {
            require(USERS.containsKey(user) && String.valueOf(password).equals("secret"));
        }

        @Override
        public void checkPermission(String user, Permission permission) throws KuraException {
            require(USERS.get(user).contains(permission.getName()));
        }

        private void require(boolean right) throws KuraException {
            if (!right) {
                throw new KuraException(KuraErrorCode.INVALID_PARAMETER, "no");
            }
        }
    });

    private ConsoleLogin.Outcome attempt(String user, String password) {
        return login.attempt(user, password.toCharArray());
    }

    @Test
    void user_mayWhatKuraSays() {
        assertThat(login.kind()).isEqualTo(ConsoleLogin.Kind.KURA);
        assertThat(login.unavailable()).isEmpty();
        assertThat(attempt("admin", "secret"))
                .isEqualTo(new ConsoleLogin.Outcome.Welcome(
                        new ConsoleUser("admin", "kura", Set.of(ConsolePermission.READ, ConsolePermission.CHANGE))));
        assertThat(attempt("viewer", "secret"))
                .isEqualTo(new ConsoleLogin.Outcome.Welcome(
                        new ConsoleUser("viewer", "kura", Set.of(ConsolePermission.READ))));
    }

    @Test
    void userWithoutPermission_isToldWhichHeNeeds() {
        assertThat(attempt("other", "secret"))
                .isInstanceOfSatisfying(ConsoleLogin.Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .contains("rest.signet")
                        .contains("kura.admin"));
    }

    @Test
    void wrongPasswordAndUnknownUser_areTheSame() {
        assertThat(attempt("admin", "Secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("nobody", "secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("", "secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("a".repeat(129), "secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
    }
}
