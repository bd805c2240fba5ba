package io.signet.kura.internal;

import io.signet.runtime.Agent;
import io.signet.runtime.AgentThread;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.eclipse.kura.configuration.ConfigurableComponent;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * "Signet Status" in Kura's console: keeps its own configuration telling how the node is, which is what the console shows of a
 * component. A component of its own, so that it never writes over a setting that somebody makes at the same moment.
 */
@Designate(ocd = StatusOptions.class)
@Component(
        name = StatusOptions.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = ConfigurableComponent.class)
public final class KuraStatusComponent implements ConfigurableComponent, Agent {
    private static final Logger LOG = LoggerFactory.getLogger(KuraStatusComponent.class);
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final NodeWatch node;
    private final ConfigurationAdmin admin;
    private Optional<AgentThread> thread = Optional.empty();
    private Map<String, Object> shown = Map.of();

    /** Shows how {@code node} is. */
    @Activate
    public KuraStatusComponent(@Reference NodeWatch node, @Reference ConfigurationAdmin admin) {
        this.node = node;
        this.admin = admin;
    }

    @Activate
    synchronized void activate(Map<String, Object> properties) {
        modified(properties);
        thread = Optional.of(AgentThread.start(this, IDLE));
    }

    @Modified
    synchronized void modified(Map<String, Object> properties) {
        shown = Map.copyOf(properties);
    }

    private synchronized boolean shows(Map<String, Object> wanted) {
        return shown.entrySet().containsAll(wanted.entrySet());
    }

    /** Writes the status down if another one is shown. */
    @Override
    public int doWork() {
        Map<String, Object> wanted = NodeStatusText.of(node.view());
        if (shows(wanted)) {
            return 0;
        }
        try {
            Configuration configuration = admin.getConfiguration(StatusOptions.PID, "?");
            Dictionary<String, Object> there = configuration.getProperties();
            if (there == null) {
                return 0; // it was deleted: this component is about to go
            }
            configuration.update(with(there, wanted));
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the status is not shown: {}", e.getMessage());
        }
        return 0; // the change comes back by its own way: until then there is nothing to do
    }

    @SuppressWarnings("JdkObsolete") // what the Configuration Admin takes
    private static Dictionary<String, Object> with(Dictionary<String, Object> there, Map<String, Object> wanted) {
        Map<String, Object> all = new HashMap<>();
        Collections.list(there.keys()).forEach(key -> all.put(key, there.get(key)));
        all.putAll(wanted);
        return new Hashtable<>(all);
    }

    @Override
    public String name() {
        return "signet-kura-status";
    }

    @Deactivate
    void deactivate() {
        Optional<AgentThread> running;
        synchronized (this) {
            running = thread;
            thread = Optional.empty();
        }
        running.ifPresent(AgentThread::close); // it may wait for this object
    }
}
