package io.signet.kuratest.jakarta;

import com.sun.net.httpserver.HttpServer;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.net.URI;
import java.util.Arrays;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
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
        RuntimeDelegate.setInstance(
                new RuntimeDelegateImpl()); // it looks for none among bundles, as Kura's whiteboard knows
        ResourceConfig config = new ResourceConfig();
        config.register(new RolesFeature(users));
        resources(context).forEach(config::register);
        return new RestHost(JdkHttpServerFactory.createHttpServer(URI.create("http://localhost:0/services/"), config));
    }

    /** As the whiteboard in Kura 6 finds them. */
    private static Iterable<Object> resources(BundleContext context) {
        try {
            ServiceReference<?>[] all = context.getServiceReferences((String) null, "(osgi.jakartars.resource=true)");
            return Arrays.stream(all == null ? new ServiceReference<?>[0] : all)
                    .<Object>map(context::getService)
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
