package io.signet.kura.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.EnumMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.kura.system.SystemService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures the node's own components with what Kura's say, as a whole: a part that needs another one's home gets it. The
 * configurations of those components are this one's alone. Kura gives a configuration of defaults to every component that has a
 * metatype, one of Kura's or not; left alone it would open ports that nobody asked for.
 *
 * <p>Thread-safe.
 */
@Component(
        name = "io.signet.kura.assembly",
        immediate = true,
        service = {NodeAssembly.class, ConfigurationListener.class})
public final class NodeAssembly implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAssembly.class);

    private final ConfigurationAdmin admin;
    private final Optional<Path> data;
    private final Map<PartName, Part> parts = new EnumMap<>(PartName.class);
    private final Map<PartName, String> refused = new EnumMap<>(PartName.class);
    private NodePlan plan;
    private boolean closed;

    /** Takes the configurations over: until Kura's components say something, everything is off. */
    @Activate
    public NodeAssembly(
            @Reference ConfigurationAdmin admin,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    SystemService system) {
        this.admin = admin;
        this.data = Optional.ofNullable(system).map(kura -> Path.of(kura.getKuraDataDirectory()));
        this.plan = NodePlan.of(List.of(), data);
        apply();
    }

    /** What Kura's component says now; if it is impossible, what it said before stays. */
    synchronized void set(Part part) {
        Map<PartName, Part> candidate = new EnumMap<>(PartName.class);
        candidate.putAll(parts);
        candidate.put(part.name(), part);
        NodePlan next = plan(candidate.values());
        if (next.statuses().get(part.name()) instanceof PartStatus.Refused why) {
            refuse(part.name(), why.reason());
            return;
        }
        parts.put(part.name(), part);
        refused.remove(part.name());
        change(next);
    }

    /** What Kura's component says makes no part at all; what it said before stays. */
    synchronized void refuse(PartName name, String reason) {
        refused.put(name, reason);
        LOG.error(
                "{} is not configured as asked: {}. {}",
                name.title(),
                reason,
                parts.containsKey(name) ? "What was set before stays" : "It stays off");
    }

    /** Goes over to {@code next}; what another part's change has made impossible is off from now on. */
    private void change(NodePlan next) {
        next.statuses().forEach((name, now) -> {
            if (now instanceof PartStatus.Refused why
                    && !now.equals(plan.statuses().get(name))) {
                LOG.error("{} is off: {}", name.title(), why.reason());
            }
        });
        plan = next;
        apply();
    }

    /** Kura's component is gone. */
    synchronized void remove(PartName name) {
        refused.remove(name);
        if (parts.remove(name) != null) {
            change(plan(parts.values()));
        }
    }

    /** How Kura's components stand, all of them in their order. */
    synchronized List<PartReport> reports() {
        return Stream.of(PartName.values())
                .map(name -> new PartReport(
                        name,
                        plan.statuses().getOrDefault(name, new PartStatus.Off("nothing is set")),
                        Optional.ofNullable(refused.get(name))))
                .toList();
    }

    /** The node's home, if there is a node and it is known where. */
    synchronized Optional<Path> home() {
        return plan.home();
    }

    /** Whether the node's console is switched on. */
    synchronized boolean consoleIsOn() {
        return plan.configurations().containsKey(InnerPid.WEB);
    }

    private NodePlan plan(Collection<Part> said) {
        return NodePlan.of(said, data);
    }

    /** First what is off goes, what others need last; then what is on comes, what others need first. */
    private void apply() {
        List<InnerPid> last = Arrays.asList(InnerPid.values());
        Collections.reverse(last);
        last.stream().filter(pid -> !plan.configurations().containsKey(pid)).forEach(this::reconcile);
        Stream.of(InnerPid.values()).filter(plan.configurations()::containsKey).forEach(this::reconcile);
    }

    /** Makes the component's configuration what it is to be, if it is not. */
    private void reconcile(InnerPid inner) {
        Map<String, Object> planned = plan.configurations().get(inner);
        try {
            Configuration[] there = admin.listConfigurations("(service.pid=" + inner.pid() + ")");
            if (planned == null) {
                if (there != null) {
                    there[0].delete();
                }
                return;
            }
            Map<String, Object> wanted = Properties.with(planned, inner.closed());
            Dictionary<String, Object> properties = there == null ? null : there[0].getProperties();
            if (properties == null || !Properties.contains(properties, wanted)) {
                admin.getConfiguration(inner.pid(), "?").update(dictionary(wanted));
            }
        } catch (IOException e) {
            LOG.error("the configuration of {} can't be stored", inner.pid(), e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("JdkObsolete") // what the Configuration Admin takes
    private static Dictionary<String, Object> dictionary(Map<String, Object> properties) {
        return new Hashtable<>(properties);
    }

    /** Somebody changed a configuration: if it is one of the node's own components, it is changed back. */
    @Override
    public synchronized void configurationEvent(ConfigurationEvent event) {
        if (!closed) {
            InnerPid.of(event.getPid()).ifPresent(this::reconcile);
        }
    }

    /** Takes the node out of its mesh, in order. */
    @Deactivate
    synchronized void deactivate() {
        closed = true;
        plan = plan(List.of());
        apply();
    }
}
