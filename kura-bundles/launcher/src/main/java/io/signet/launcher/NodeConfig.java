package io.signet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A node's configuration: one section a component, and the log levels. Values whose key ends in {@code .file} or
 * {@code .directory} are paths relative to the file's own directory.
 *
 * <pre>
 * key:       {key.file: identity/key.pem, software.allowed: true}
 * tpm:       {directory: identity/tpm, firmware.pcr: 14} # see KeyChoice: hardware needs no section
 * log:       {directory: log}
 * witness:   {directory: witness}
 * inference: {models.directory: models, cache.directory: cache}
 * mesh:      {profile.file: mesh.yaml, tasks.max: 128}
 * membership: {home.directory: .} # the node has a registrar, which is asked what its owner wants; see Wanted
 * logging:   {root: info, io.signet.mesh: debug}
 * </pre>
 *
 * @param sections by section, the component's properties: texts, whole numbers, decimals, booleans or lists of texts
 * @param levels logger name to level; {@code root} is the level of all others
 */
record NodeConfig(Map<Section, Map<String, Object>> sections, Map<String, LogLevel> levels) {
    /** The file in a node's home. */
    static final String FILE_NAME = "node.yaml";

    private static final long FILE_BYTES_MAX = 256 << 10;
    private static final String LOGGING = "logging";

    NodeConfig {
        Map<Section, Map<String, Object>> copy = new EnumMap<>(Section.class);
        sections.forEach((section, properties) -> copy.put(section, Map.copyOf(properties)));
        sections = Map.copyOf(copy);
        levels = Map.copyOf(levels);
    }

    /** How much is logged. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** Reads {@code home/node.yaml}, with what was changed in its console over it, and what the owner wants over both. */
    static NodeConfig read(Path home) throws LaunchException {
        Path file = home.resolve(FILE_NAME);
        Map<String, Object> document =
                new LinkedHashMap<>(load(file, "'signet mesh create DIR' makes a mesh with a home for each node"));
        Map<String, LogLevel> levels = new LinkedHashMap<>();
        if (document.containsKey(LOGGING)) {
            for (Map.Entry<String, Object> level :
                    map(file, LOGGING, document.remove(LOGGING)).entrySet()) {
                levels.put(level.getKey(), level(file, level.getKey(), level.getValue()));
            }
        }
        Map<Section, Map<String, Object>> sections =
                Wanted.read(home).over(ConsoleSettings.read(home).over(sections(file, home, document)));
        return new NodeConfig(KeyChoice.choose(file, home, sections, KeyChoice.TPM_DEVICE), levels);
    }

    /**
     * The document in {@code file}.
     *
     * @param help what to do if it is not there, or no YAML
     */
    static Map<String, Object> load(Path file, String help) throws LaunchException {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new LaunchException(file + " is larger than " + FILE_BYTES_MAX + " bytes: is it the right file?");
            }
            String text = Files.readString(file);
            // The parser fails where a character of two code units crosses the end of its buffer: all fits into it.
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setBufferSize(text.length() + 1)
                    .build();
            return map(file, "the file", new Load(settings).loadFromString(text));
        } catch (NoSuchFileException e) {
            throw new LaunchException("there is no " + file + ": " + help, e);
        } catch (IOException e) {
            throw new LaunchException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (YamlEngineException | IllegalArgumentException e) { // the latter of tags such as !a%a
            throw new LaunchException(file + " is not YAML: " + e.getMessage(), e);
        }
    }

    /** The sections in {@code document}, with paths from {@code home}. */
    static Map<Section, Map<String, Object>> sections(Path file, Path home, Map<String, Object> document)
            throws LaunchException {
        Map<Section, Map<String, Object>> sections = new EnumMap<>(Section.class);
        for (Map.Entry<String, Object> entry : document.entrySet()) {
            Section section = Section.of(entry.getKey())
                    .orElseThrow(() -> new LaunchException(file + ": unknown section '" + entry.getKey()
                            + "'; there are " + Section.titles() + " and " + LOGGING));
            Map<String, Object> resolved = new LinkedHashMap<>();
            for (Map.Entry<String, Object> property :
                    map(file, entry.getKey(), entry.getValue()).entrySet()) {
                resolved.put(property.getKey(), value(file, home, section, property.getKey(), property.getValue()));
            }
            sections.put(section, resolved);
        }
        return sections;
    }

    private static Map<String, Object> map(Path file, String what, Object value) throws LaunchException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new LaunchException(file + ": " + what + " must be a map of keys to values");
        }
        Map<String, Object> typed = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key) || entry.getValue() == null) {
                throw new LaunchException(
                        file + ": " + what + ": '" + entry.getKey() + "' must be a text with a value behind it");
            }
            typed.put(key, entry.getValue());
        }
        return typed;
    }

    private static Object value(Path file, Path home, Section section, String key, Object value)
            throws LaunchException {
        if (value instanceof String text) {
            boolean isPath = key.equals("directory") || key.endsWith(".file") || key.endsWith(".directory");
            return isPath ? home.resolve(text).toAbsolutePath().normalize().toString() : text;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.toArray(String[]::new);
        }
        throw new LaunchException(file + ": " + section.title() + "." + key
                + " must be a text, a number, true, false or a list of texts");
    }

    private static LogLevel level(Path file, String logger, Object value) throws LaunchException {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().equals(value.toString().toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw new LaunchException(file + ": logging." + logger + " = " + value
                + " is no level; there are error, warn, info, debug and trace");
    }
}
