package io.signet.launcher;

import io.signet.runtime.Agent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the configuration, and what was changed in its console and what the owner wants, again whenever one of these files changed: log levels at once, other sections to their components. */
final class ConfigWatch implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private static final FileTime NEVER = FileTime.fromMillis(0);

    private final Path home;
    private final Logging logging;
    private final NodeRuntime runtime;
    private List<FileTime> seen;

    ConfigWatch(Path home, Logging logging, NodeRuntime runtime) {
        this.home = home;
        this.logging = logging;
        this.runtime = runtime;
        this.seen = modified(List.of());
    }

    @Override
    public int doWork() {
        List<FileTime> now = modified(seen);
        if (now.equals(seen)) {
            return 0;
        }
        seen = now;
        try {
            NodeConfig config = NodeConfig.read(home);
            logging.apply(config.levels());
            runtime.configure(config);
            LOG.info(
                    "configuration applied again: {}, {} or {} changed",
                    NodeConfig.FILE_NAME,
                    ConsoleSettings.FILE_NAME,
                    Wanted.FILE_NAME);
        } catch (LaunchException e) {
            LOG.error("the changed configuration is not applied, the one before stays: {}", e.getMessage());
        }
        return 1;
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.exists(file) ? Files.getLastModifiedTime(file) : NEVER;
    }

    private List<FileTime> modified(List<FileTime> before) {
        try {
            return List.of(
                    Files.getLastModifiedTime(home.resolve(NodeConfig.FILE_NAME)),
                    modified(home.resolve(ConsoleSettings.FILE_NAME)),
                    modified(home.resolve(Wanted.FILE_NAME)));
        } catch (IOException e) {
            return before; // being replaced just now
        }
    }

    @Override
    public String name() {
        return "config-watch";
    }
}
