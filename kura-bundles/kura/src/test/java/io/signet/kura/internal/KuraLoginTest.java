package io.signet.kura.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.console.ConsoleLogin;
import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.kura.KuraErrorCode;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.identity.IdentityService;
import org.eclipse.kura.identity.Permission;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.service.useradmin.Role;
import org.osgi.service.useradmin.UserAdmin;

/** Kura's users and what they may do in the console. */
final class KuraLoginTest {
    private static final Map<String, Set<String>> USERS = Map.of(
            "admin", Set.of("kura.admin"),
            "viewer", Set.of("rest.signet", "kura.device"),
            "other", Set.of("kura.device"));

    /** What the User Admin has of {@code kura.user.admin}, and of all others. */
    private final Dictionary<String, Object> ofAdmin = new Hashtable<>();

    private final IdentityService identities = new IdentityService() {
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
    };

    private final ConsoleLogin login =
            new KuraLogin(identities, answering(UserAdmin.class, "getRole", name -> switch (name) {
                case "kura.user.admin" -> role(ofAdmin);
                case "kura.user.viewer", "kura.user.other" -> role(new Hashtable<>());
                default -> null;
            }));

    private static Role role(Dictionary<String, Object> properties) {
        return answering(Role.class, "getProperties", nothing -> properties);
    }

    private static <T> T answering(Class<T> type, String method, Function<String, @Nullable Object> answer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    assertThat(called.getName()).isEqualTo(method);
                    return answer.apply(arguments == null ? "" : arguments[0].toString());
                }));
    }

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
    void passwordThatKuraDemandsBeChanged_opensNothing_untilItIsChanged() {
        ofAdmin.put("kura.need.password.change", "true");
        assertThat(attempt("admin", "secret"))
                .isInstanceOfSatisfying(ConsoleLogin.Outcome.Refused.class, refused -> assertThat(refused.reason())
                        .contains("change it in Kura's console first"));
        assertThat(attempt("admin", "Secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("viewer", "secret")).isInstanceOf(ConsoleLogin.Outcome.Welcome.class);

        ofAdmin.remove("kura.need.password.change");

        assertThat(attempt("admin", "secret")).isInstanceOf(ConsoleLogin.Outcome.Welcome.class);
    }

    @Test
    void userOfWhomTheUserAdminKnowsNothing_getsNoFurther() {
        ConsoleLogin without = new KuraLogin(identities, answering(UserAdmin.class, "getRole", name -> null));
        assertThat(without.attempt("admin", "secret".toCharArray())).isEqualTo(new ConsoleLogin.Outcome.Wrong());
    }

    @Test
    void wrongPasswordAndUnknownUser_areTheSame() {
        assertThat(attempt("admin", "Secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("nobody", "secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("", "secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
        assertThat(attempt("a".repeat(129), "secret")).isEqualTo(new ConsoleLogin.Outcome.Wrong());
    }
}
