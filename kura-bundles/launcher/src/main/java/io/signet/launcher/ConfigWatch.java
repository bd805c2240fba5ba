package io.signet.launcher;

import io.signet.runtime.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the configuration file again whenever it changed: log levels at once, other sections to their components. */
final class ConfigWatch implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final Path home;
    private final Logging logging;
    private final NodeRuntime runtime;
    private FileTime seen;

    ConfigWatch(Path home, Logging logging, NodeRuntime runtime) {
        this.home = home;
        this.logging = logging;
        this.runtime = runtime;
        this.seen = modified();
    }

    @Override
    public int doWork() {
        FileTime now = modified();
        if (now.equals(seen)) {
            return 0;
        }
        seen = now;
        try {
            NodeConfig config = NodeConfig.read(home);
            logging.apply(config.levels());
            runtime.configure(config);
            LOG.info("configuration applied again: {} changed", NodeConfig.FILE_NAME);
        } catch (LaunchException e) {
            LOG.error("the changed configuration is not applied, the one before stays: {}", e.getMessage());
        }
        return 1;
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(home.resolve(NodeConfig.FILE_NAME));
        } catch (IOException e) {
            return seen == null ? FileTime.fromMillis(0) : seen; // being replaced just now
        }
    }

    @Override
    public String name() {
        return "config-watch";
    }
}
