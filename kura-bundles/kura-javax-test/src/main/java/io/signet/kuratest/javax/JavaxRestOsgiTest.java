package io.signet.kuratest.javax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.signet.kura.rest.NodeRest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.useradmin.Group;
import org.osgi.service.useradmin.Role;
import org.osgi.service.useradmin.User;
import org.osgi.service.useradmin.UserAdmin;
import org.osgi.util.tracker.ServiceTracker;

/** Who may call, in a real framework with a real Jersey: that annotations count depends on whose classes they are. */
final class JavaxRestOsgiTest {
    private static final String COMPONENT = "(component.name=io.signet.kura.javax)";
    private static final String PERMISSION = RolesFeature.PERMISSION + NodeRest.ROLE;
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private final BundleContext context =
            FrameworkUtil.getBundle(JavaxRestOsgiTest.class).getBundleContext();
    private final HttpClient client = HttpClient.newHttpClient();
    private UserAdmin users;
    private RestHost rest;

    @BeforeEach
    void startHost() throws Exception {
        users = (UserAdmin) service("(objectClass=" + UserAdmin.class.getName() + ")");
        service(COMPONENT);
        permission().addMember(user("allowed"));
        user("other");
        rest = RestHost.start(context, users);
    }

    /** The role, as soon as the node's bundle made it. */
    private Group permission() {
        long deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (users.getRole(PERMISSION) == null) {
            assertTrue(System.nanoTime() < deadline, PERMISSION);
            Thread.onSpinWait();
        }
        return (Group) users.getRole(PERMISSION);
    }

    private Object service(String filter) throws Exception {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, context.createFilter(filter), null);
        tracker.open();
        try {
            Object found = tracker.waitForService(WAIT_MAX.toMillis());
            assertNotNull(found, filter);
            return found;
        } finally {
            tracker.close();
        }
    }

    @SuppressWarnings("unchecked") // OSGi's
    private User user(String name) {
        User user = (User) users.createRole(RolesFeature.USER + name, Role.USER);
        user.getCredentials().put(RolesFeature.PASSWORD, "secret");
        return user;
    }

    @AfterEach
    void stopHost() {
        rest.close();
        users.removeRole(RolesFeature.USER + "allowed");
        users.removeRole(RolesFeature.USER + "other");
    }

    private HttpResponse<String> call(String path, @Nullable String user) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(rest.uri(NodeRest.PATH + "/" + path));
        if (user != null) {
            String credentials = user + ":secret";
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        if (path.equals("verify")) {
            request.header("Content-Type", "application/octet-stream").POST(BodyPublishers.ofString("no receipt"));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "identity", "nodes", "models", "metrics", "verify"})
    void call_needsAUserWithThePermission(String path) throws Exception {
        assertEquals(401, call(path, null).statusCode());
        assertEquals(401, call(path, "nobody").statusCode());
        assertEquals(403, call(path, "other").statusCode());

        HttpResponse<String> answer = call(path, "allowed");

        boolean there = path.equals("status") || path.equals("metrics");
        assertEquals(there ? 200 : 503, answer.statusCode(), answer.body());
        assertEquals(
                "application/json;charset=utf-8",
                answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT));
        assertTrue(there || answer.body().startsWith("{\"message\":\"the node is off"), answer.body());
    }

    @Test
    void status_saysHowKurasComponentsStand() throws Exception {
        String status = call("status", "allowed").body();
        assertTrue(status.startsWith("{\"state\":\"off\",\"models\":0,\"components\":["), status);
        assertTrue(status.contains("{\"name\":\"Signet Gateway\",\"status\":\"off\",\"reason\":\""), status);
    }

    @Test
    void unknownPath_isNotFound() throws Exception {
        assertEquals(404, call("secrets", "allowed").statusCode());
    }

    @Test
    void oneBundleOnly_hasTheAnnotationOfRoles() {
        long exporters = Arrays.stream(context.getBundles())
                .filter(bundle -> String.valueOf(bundle.getHeaders().get("Export-Package"))
                        .contains("javax.annotation.security"))
                .count();
        assertEquals(1, exporters);
    }
}
