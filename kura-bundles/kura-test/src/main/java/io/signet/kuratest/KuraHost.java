package io.signet.kuratest;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.osgi.util.tracker.ServiceTracker;

/**
 * What of Kura's configuration service matters to a component: it finds components by their services, reads metatypes, gives
 * <em>every</em> metatype's component a configuration of its defaults, passes changes on, and keeps snapshots. As in Kura, ranges are
 * the console's business: what it is given here it passes on.
 */
final class KuraHost implements AutoCloseable {
    /** What Kura calls a component. */
    static final String KURA_PID = "kura.service.pid";

    private final BundleContext context =
            FrameworkUtil.getBundle(KuraHost.class).getBundleContext();
    private final Framework framework = new Framework(context);
    private final Map<String, ObjectClassDefinition> metatypes = new TreeMap<>();
    private final Map<String, Bundle> bundles = new TreeMap<>();
    private final ServiceTracker<ConfigurableComponent, String> components;

    /** Starts, as Kura does when its bundle is started: bundles that are there already are looked at. */
    KuraHost() throws IOException {
        MetaTypeService service = framework.require(MetaTypeService.class);
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = service.getMetaTypeInformation(bundle);
            for (String pid : information == null ? new String[0] : information.getPids()) {
                read(bundle, information, pid);
            }
            for (String pid : information == null ? new String[0] : information.getFactoryPids()) {
                define(bundle, information, pid);
            }
        }
        components = new ServiceTracker<>(context, ConfigurableComponent.class, null) {
            @Override
            public String addingService(ServiceReference<ConfigurableComponent> reference) {
                return String.valueOf(reference.getProperty(KURA_PID));
            }
        };
        components.open();
    }

    private void read(Bundle bundle, MetaTypeInformation information, String pid) throws IOException {
        if (!define(bundle, information, pid)) {
            return;
        }
        ObjectClassDefinition definition = metatype(pid);
        Configuration configuration = admin().getConfiguration(pid, "?");
        Map<String, Object> properties = defaults(definition);
        properties.putAll(properties(configuration));
        properties.put(KURA_PID, pid);
        configuration.update(FrameworkUtil.asDictionary(properties));
    }

    /** Reads a metatype, of a component or of a factory of components, if it has the name that Kura looks for. */
    private boolean define(Bundle bundle, MetaTypeInformation information, String pid) {
        if (bundle.getEntry("OSGI-INF/metatype/" + pid + ".xml") == null) {
            return false;
        }
        ObjectClassDefinition definition = information.getObjectClassDefinition(pid, null);
        if (!definition.getID().equals(pid)) {
            throw new AssertionError("Kura wants " + pid + " as the id of its definition, not " + definition.getID());
        }
        metatypes.put(pid, definition);
        bundles.put(pid, bundle);
        return true;
    }

    /** A component of a factory, as somebody makes one in the console. */
    Configuration create(String factoryPid, String name, Map<String, Object> set) throws IOException {
        Map<String, Object> all = defaults(metatype(factoryPid));
        all.putAll(set);
        all.put(KURA_PID, name);
        Configuration configuration = admin().createFactoryConfiguration(factoryPid, "?");
        configuration.update(FrameworkUtil.asDictionary(all));
        return configuration;
    }

    /** The components that Kura's console shows, when there are as many. */
    Set<String> components(int count) {
        framework.await("components: " + count, () -> components.size() >= count);
        return new TreeSet<>(components.getTracked().values());
    }

    /** The definition of a component. */
    ObjectClassDefinition metatype(String pid) {
        return Framework.present(metatypes.get(pid), "metatype of " + pid);
    }

    /** The bundle that has the metatype. */
    Bundle provider(String pid) {
        return Framework.present(bundles.get(pid), "bundle of " + pid);
    }

    /** A change in the console: {@code changed} over what is set, and that over the defaults. */
    void update(String pid, Map<String, Object> changed) throws IOException {
        if (!components(1).contains(pid)) {
            throw new AssertionError(pid + " is no component that Kura knows");
        }
        Map<String, Object> all = defaults(metatype(pid));
        Configuration configuration = admin().getConfiguration(pid, "?");
        all.putAll(properties(configuration));
        all.putAll(changed);
        all.put(KURA_PID, pid);
        configuration.update(FrameworkUtil.asDictionary(all));
    }

    /** Somebody changes one value of a configuration past Kura's console: over REST, or by another bundle. */
    void write(String pid, String key, Object value) throws IOException {
        Configuration configuration = admin().getConfiguration(pid, "?");
        Map<String, Object> all = properties(configuration);
        all.put(key, value);
        configuration.update(FrameworkUtil.asDictionary(all));
    }

    /** What is set for all components. */
    Map<String, Map<String, Object>> snapshot() throws IOException {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        for (String pid : components(1)) {
            all.put(pid, properties(admin().getConfiguration(pid, "?")));
        }
        return all;
    }

    /** Sets everything as it was. */
    void rollback(Map<String, Map<String, Object>> snapshot) throws IOException {
        for (Map.Entry<String, Map<String, Object>> entry : snapshot.entrySet()) {
            Map<String, Object> properties = new HashMap<>(entry.getValue());
            properties.remove("service.pid");
            admin().getConfiguration(entry.getKey(), "?").update(FrameworkUtil.asDictionary(properties));
        }
    }

    /** The defaults of a metatype, in its types. */
    static Map<String, Object> defaults(ObjectClassDefinition definition) {
        Map<String, Object> values = new HashMap<>();
        for (AttributeDefinition attribute : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            String[] texts = attribute.getDefaultValue();
            if (texts == null || texts.length == 0) {
                continue;
            }
            values.put(
                    attribute.getID(),
                    attribute.getCardinality() == 0 ? value(attribute.getType(), texts[0]) : texts.clone());
        }
        return values;
    }

    private static Object value(int type, String text) {
        return switch (type) {
            case AttributeDefinition.INTEGER -> Integer.valueOf(text);
            case AttributeDefinition.LONG -> Long.valueOf(text);
            case AttributeDefinition.BOOLEAN -> Boolean.valueOf(text);
            case AttributeDefinition.STRING -> text;
            default -> throw new AssertionError("Kura has no type " + type);
        };
    }

    /** What is set for a component, one of Kura's or not; empty if it has no configuration. */
    Map<String, Object> properties(String pid) throws IOException {
        return framework.configured(pid) ? properties(admin().getConfiguration(pid, "?")) : Map.of();
    }

    private static Map<String, Object> properties(Configuration configuration) {
        Dictionary<String, Object> there = configuration.getProperties();
        Map<String, Object> properties = new HashMap<>();
        if (there != null) {
            Collections.list(there.keys()).forEach(key -> properties.put(key, there.get(key)));
        }
        return properties;
    }

    private ConfigurationAdmin admin() {
        return framework.require(ConfigurationAdmin.class);
    }

    /** Forgets all components: their configurations are deleted. */
    @Override
    public void close() throws IOException {
        for (String pid : metatypes.keySet()) {
            if (framework.configured(pid)) {
                admin().getConfiguration(pid, "?").delete();
            }
        }
        framework.await("no component", () -> components.size() == 0);
        components.close();
        framework.close();
    }

    /** For messages. */
    @Override
    public String toString() {
        return "KuraHost" + Arrays.toString(components.getServices());
    }
}
