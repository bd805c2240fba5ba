package io.signet.kuratest.javax;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.util.Arrays;
import javax.ws.rs.Path;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.useradmin.UserAdmin;

/**
 * What stands for Kura's REST: the services that are resources appear below {@code /services}, and a call of a method that names a
 * role needs a user who has it. A method that names none needs none, as in Kura.
 */
final class RestHost implements AutoCloseable {
    private final HttpServer server;

    private RestHost(HttpServer server) {
        this.server = server;
    }

    /** Serves the resources that there are now, at a free port. */
    static RestHost start(BundleContext context, UserAdmin users) {
        ResourceConfig config = new ResourceConfig();
        config.register(new RolesFeature(users));
        resources(context).forEach(config::register);
        return new RestHost(JdkHttpServerFactory.createHttpServer(URI.create("http://localhost:0/services/"), config));
    }

    /** As the connector in Kura 5.6 finds them: whatever service has a path. */
    private static Iterable<Object> resources(BundleContext context) {
        try {
            ServiceReference<?>[] all = context.getServiceReferences((String) null, null);
            return Arrays.stream(all == null ? new ServiceReference<?>[0] : all)
                    .<Object>map(context::getService)
                    .filter(service -> service != null && service.getClass().isAnnotationPresent(Path.class))
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a call goes. */
    URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/services/" + path);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
