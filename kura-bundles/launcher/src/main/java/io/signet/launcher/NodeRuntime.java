package io.signet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node's OSGi framework: its bundles, and their configuration from the node's file. */
public final class NodeRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRuntime.class);
    /** Longest that the node may take to finish or hand back what it holds. */
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    /** The bundle whose stop ends the node's work while all services that it needs are still there. */
    private static final String NODE_BUNDLE = "io.signet.node";

    private static final String CONFIGURATION_ADMIN = "org.apache.felix.configadmin";
    /** Packages that bundles share with the launcher, and the versions they have here. */
    private static final String SHARED_PACKAGES =
            "org.slf4j;org.slf4j.event;version=2.0.17,org.osgi.service.cm;version=1.6.1";

    private static final String STATUS_SERVICES = "(" + NodeStatus.SERVICE_PROPERTY + "=*)";

    private final Framework framework;

    private NodeRuntime(Framework framework) {
        this.framework = framework;
    }

    /**
     * Starts the bundles of directory {@code bundles} with {@code config}.
     *
     * @param home the framework's storage is below it, so that two nodes share nothing
     */
    static NodeRuntime start(Path home, Path bundles, NodeConfig config) throws LaunchException {
        FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new LaunchException("no OSGi framework is on the class path"));
        Framework framework = factory.newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE,
                home.resolve("framework").toAbsolutePath().toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                SHARED_PACKAGES,
                "eclipse.log.enabled",
                "false"));
        NodeRuntime runtime = new NodeRuntime(framework);
        try {
            framework.init();
            framework.getBundleContext().addFrameworkListener(NodeRuntime::report);
            List<Bundle> installed = install(framework.getBundleContext(), bundles);
            framework.start();
            // First the Configuration Admin and what it is told, so that no component starts with its defaults before.
            start(installed, CONFIGURATION_ADMIN::equals);
            runtime.configure(config);
            start(installed, name -> true);
            return runtime;
        } catch (BundleException | IOException e) {
            runtime.close();
            throw new LaunchException("the framework does not start: " + e.getMessage(), e);
        }
    }

    private static List<Bundle> install(BundleContext context, Path directory) throws BundleException, IOException {
        List<Path> jars; // in the order in which MeasuredFirmware expects them to be measured
        try (Stream<Path> files = Files.list(directory)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        List<Bundle> installed = new ArrayList<>(jars.size());
        for (Path jar : jars) {
            installed.add(context.installBundle("reference:" + jar.toUri()));
        }
        return installed;
    }

    private static void start(List<Bundle> bundles, Predicate<String> symbolicNames) throws BundleException {
        for (Bundle bundle : bundles) {
            if (symbolicNames.test(bundle.getSymbolicName())
                    && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    private static void report(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            LOG.error("bundle {} failed", event.getBundle().getSymbolicName(), event.getThrowable());
        }
    }

    /** Gives each component its section; one that did not change is left alone, one that is gone is taken back. */
    void configure(NodeConfig config) throws LaunchException {
        BundleContext context = framework.getBundleContext();
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        if (reference == null) {
            throw new LaunchException("no Configuration Admin is among the node's bundles");
        }
        ConfigurationAdmin admin = context.getService(reference);
        try {
            for (Section section : Section.values()) {
                Map<String, Object> properties = config.sections().get(section);
                if (properties != null) {
                    admin.getConfiguration(section.pid(), "?")
                            .updateIfDifferent(FrameworkUtil.asDictionary(properties));
                } else if (admin.listConfigurations("(service.pid=" + section.pid() + ")") != null) {
                    admin.getConfiguration(section.pid(), "?").delete();
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            throw new LaunchException("cannot store the configuration: " + e.getMessage(), e);
        } finally {
            context.ungetService(reference);
        }
    }

    /** What the components that know say of the node, as {@link NodeStatus#text}. */
    @SuppressWarnings("rawtypes") // the registry knows classes, not what they are made of
    List<String> statuses() {
        List<String> said = new ArrayList<>();
        try {
            BundleContext context = framework.getBundleContext();
            for (ServiceReference<Supplier> reference : context.getServiceReferences(Supplier.class, STATUS_SERVICES)) {
                Supplier<?> component = context.getService(reference);
                if (component != null) { // it may have gone just now
                    said.add(String.valueOf(component.get()));
                    context.ungetService(reference);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("the filter of a constant is wrong", e);
        }
        return said;
    }

    /** The framework's own bundle context, for whoever tests a running node. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Stops the node's work first, then everything else; waits for both. */
    @Override
    public void close() {
        try {
            BundleContext context = framework.getBundleContext();
            if (context != null) {
                for (Bundle bundle : context.getBundles()) {
                    if (NODE_BUNDLE.equals(bundle.getSymbolicName())) {
                        bundle.stop(Bundle.STOP_TRANSIENT);
                    }
                }
            }
            framework.stop();
            FrameworkEvent event = framework.waitForStop(STOP_MAX.toMillis());
            if (event.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                LOG.error("the framework did not stop within {} s", STOP_MAX.toSeconds());
            }
        } catch (BundleException e) {
            LOG.error("the framework does not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
