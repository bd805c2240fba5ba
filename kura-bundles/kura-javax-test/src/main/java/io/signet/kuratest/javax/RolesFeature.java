package io.signet.kuratest.javax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.DynamicFeature;
import javax.ws.rs.container.ResourceInfo;
import javax.ws.rs.core.FeatureContext;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.osgi.service.useradmin.User;
import org.osgi.service.useradmin.UserAdmin;

/** Demands of a call what the method's annotation says, by Kura's names of users and permissions; users come with a password. */
final class RolesFeature implements DynamicFeature {
    /** What Kura calls a user. */
    static final String USER = "kura.user.";
    /** What Kura calls a REST permission. */
    static final String PERMISSION = "kura.permission.rest.";
    /** What Kura calls a user's password, which it keeps hashed. */
    static final String PASSWORD = "kura.password";

    private static final String BASIC = "Basic ";

    private final UserAdmin users;

    RolesFeature(UserAdmin users) {
        this.users = users;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        RolesAllowed roles = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        if (roles != null) {
            context.register((ContainerRequestFilter) request -> {
                Optional<User> user = user(request.getHeaderString(HttpHeaders.AUTHORIZATION));
                if (user.isEmpty()) {
                    request.abortWith(
                            Response.status(Response.Status.UNAUTHORIZED).build());
                } else if (Arrays.stream(roles.value())
                        .noneMatch(role -> users.getAuthorization(user.get()).hasRole(PERMISSION + role))) {
                    request.abortWith(Response.status(Response.Status.FORBIDDEN).build());
                }
            });
        }
    }

    private Optional<User> user(@Nullable String header) {
        if (header == null || !header.startsWith(BASIC)) {
            return Optional.empty();
        }
        byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()));
        String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
        return Optional.ofNullable(users.getRole(USER + parts[0]))
                .map(User.class::cast)
                .filter(user -> user.hasCredential(PASSWORD, parts[1]));
    }
}
