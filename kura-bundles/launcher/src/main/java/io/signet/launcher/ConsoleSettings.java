package io.signet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was changed in the node's console: the file {@code console.yaml}, which the console writes and which goes over {@code
 * node.yaml}, property by property, of sections that are there. What the owner wants ({@link Wanted}) goes over both.
 *
 * @param sections as in {@link NodeConfig}
 */
record ConsoleSettings(Map<Section, Map<String, Object>> sections) {
    /** The file in a node's home. */
    static final String FILE_NAME = "console.yaml";

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSettings.class);

    ConsoleSettings {
        sections = Map.copyOf(sections);
    }

    /**
     * Reads the file in {@code home}; without one, and if it can't be read, it says nothing: no change in a browser shall keep a node
     * from starting.
     */
    static ConsoleSettings read(Path home) {
        Path file = home.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return new ConsoleSettings(Map.of());
        }
        try {
            return new ConsoleSettings(NodeConfig.sections(file, home, NodeConfig.load(file, "it was there just now")));
        } catch (LaunchException e) {
            LOG.error(
                    "nothing that was changed in the console holds, but {} alone; mend or delete {}: {}",
                    NodeConfig.FILE_NAME,
                    FILE_NAME,
                    e.getMessage());
            return new ConsoleSettings(Map.of());
        }
    }

    /** The sections of {@code node.yaml} as they are with this. */
    Map<Section, Map<String, Object>> over(Map<Section, Map<String, Object>> local) {
        Map<Section, Map<String, Object>> merged = new EnumMap<>(Section.class);
        merged.putAll(local);
        sections.forEach((section, properties) -> merged.computeIfPresent(section, (same, before) -> {
            Map<String, Object> both = new LinkedHashMap<>(before);
            both.putAll(properties);
            return both;
        }));
        return merged;
    }
}
