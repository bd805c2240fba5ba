package io.signet.provisioning;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A strict reader of small YAML 1.2 settings files. Whoever reads asks for each key by name and type and then calls
 * {@link #requireNothingElse()}, so that a misspelt key is an error and not a silent default. Every error names file, line, key
 * and what is allowed. Not thread-safe.
 */
public final class Settings {
    /** Largest settings file. */
    public static final int FILE_BYTES_MAX = 64 * 1024;

    private static final int LIST_ENTRIES_MAX = 256;
    private static final int PATH_CHARS_MAX = 4096;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final Path file;
    private final String prefix;
    private final int line;
    private final Map<String, Entry> entries;
    private final TreeSet<String> asked = new TreeSet<>();

    private record Entry(int line, Node value) {}

    private Settings(Path file, String prefix, MappingNode node) throws ProvisioningException {
        this.file = file;
        this.prefix = prefix;
        this.line = lineOf(node);
        this.entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw ProvisioningException.at(file, lineOf(tuple.getKeyNode()), "a key must be plain text");
            }
            if (entries.put(key.getValue(), new Entry(lineOf(key), tuple.getValueNode())) != null) {
                throw ProvisioningException.at(file, lineOf(key), prefix + key.getValue() + " is given twice");
            }
        }
    }

    /**
     * Reads {@code file}: UTF-8, at most {@link #FILE_BYTES_MAX}, a mapping at the top.
     *
     * @throws ProvisioningException if it is missing, unreadable, too large or not such a file
     */
    public static Settings read(Path file) throws ProvisioningException {
        return parse(file, readText(file), FILE_BYTES_MAX);
    }

    /**
     * Reads {@code text}, which did not come from a file.
     *
     * @param name what errors call it; paths in it are relative to its directory
     * @param charsMax most characters of {@code text}
     * @throws ProvisioningException if it is too long, or no such text
     */
    public static Settings parse(Path name, String text, int charsMax) throws ProvisioningException {
        if (text.length() > charsMax) {
            throw ProvisioningException.in(
                    name, "the text has " + text.length() + " characters; at most " + charsMax + " are allowed");
        }
        LoadSettings bounds = LoadSettings.builder()
                .setLabel(name.toString())
                // The parser fails where a character of two code units crosses the end of its buffer: all fits into it.
                .setBufferSize(text.length() + 1)
                .setCodePointLimit(charsMax)
                .setMaxAliasesForCollections(1)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(bounds).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw ProvisioningException.at(name, line, "not YAML: " + e.getProblem());
        } catch (YamlEngineException | IllegalArgumentException e) { // the latter of tags such as !a%a
            throw ProvisioningException.in(name, "not YAML: " + e.getMessage());
        }
        if (root.isEmpty()) {
            throw ProvisioningException.in(name, "the file is empty");
        }
        if (root.get() instanceof MappingNode mapping) {
            return new Settings(name, "", mapping);
        }
        throw ProvisioningException.at(name, lineOf(root.get()), "expected 'key: value' lines");
    }

    private static String readText(Path file) throws ProvisioningException {
        try {
            long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                throw ProvisioningException.in(
                        file, "the file has " + size + " bytes; at most " + FILE_BYTES_MAX + " are allowed");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw ProvisioningException.in(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw ProvisioningException.in(file, "the file is not UTF-8 text");
        } catch (IOException e) {
            throw ProvisioningException.in(file, "can't be read: " + e.getMessage());
        }
    }

    /** The file these settings come from. */
    public Path file() {
        return file;
    }

    /** True if {@code key} is given; counts as asking for it. */
    public boolean has(String key) {
        asked.add(key);
        return entries.containsKey(key);
    }

    /** The text at {@code key}, 1 to {@code charsMax} characters. */
    public String text(String key, int charsMax) throws ProvisioningException {
        return scalar(key, require(key, "a text").value(), charsMax);
    }

    /** The text at {@code key}, 1 to {@code charsMax} characters, or empty if the key is not given. */
    public Optional<String> optionalText(String key, int charsMax) throws ProvisioningException {
        return has(key) ? Optional.of(text(key, charsMax)) : Optional.empty();
    }

    /** The whole number at {@code key}, {@code min} to {@code max}, or {@code otherwise} if the key is not given. */
    public long number(String key, long min, long max, long otherwise) throws ProvisioningException {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key, 32);
        String allowed = "a whole number of " + min + " to " + max;
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(key, "'" + text + "' is not " + allowed);
        }
        throw wrong(key, text + " is not " + allowed);
    }

    /** The switch at {@code key}, {@code true} or {@code false}, or {@code otherwise} if the key is not given. */
    public boolean flag(String key, boolean otherwise) throws ProvisioningException {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key, 32);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "'" + text + "' is neither true nor false");
        };
    }

    /** The duration at {@code key}, like {@code 30d}, {@code 12h}, {@code 5m}, {@code 10s} or {@code 250ms}. */
    public Optional<Duration> optionalDuration(String key) throws ProvisioningException {
        if (!has(key)) {
            return Optional.empty();
        }
        String text = text(key, 32);
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw wrong(key, "'" + text + "' is not a duration like 30d, 12h, 5m, 10s or 250ms");
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "d" -> Duration.ofDays(amount);
                    case "h" -> Duration.ofHours(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    default -> Duration.ofMillis(amount);
                });
    }

    /** The path at {@code key}, relative to the directory of this file unless absolute. */
    public Path path(String key) throws ProvisioningException {
        return parsed(key, PATH_CHARS_MAX, this::resolve);
    }

    /** The list of texts at {@code key}, or an empty list if the key is not given. */
    public List<String> texts(String key, int charsMax) throws ProvisioningException {
        if (!has(key)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Node node : sequence(key).getValue()) {
            texts.add(scalar(key, node, charsMax));
        }
        return List.copyOf(texts);
    }

    private SequenceNode sequence(String key) throws ProvisioningException {
        if (!(require(key, "a list").value() instanceof SequenceNode sequence)) {
            throw wrong(key, "expected a list like [a, b]");
        }
        if (sequence.getValue().size() > LIST_ENTRIES_MAX) {
            throw wrong(key, "at most " + LIST_ENTRIES_MAX + " entries are allowed");
        }
        return sequence;
    }

    /** The list of paths at {@code key}, each as in {@link #path}, or an empty list if the key is not given. */
    public List<Path> paths(String key) throws ProvisioningException {
        return parsedList(key, PATH_CHARS_MAX, this::resolve);
    }

    /** The mapping at {@code key}. */
    public Settings section(String key) throws ProvisioningException {
        if (require(key, "a group of keys").value() instanceof MappingNode mapping) {
            return new Settings(file, prefix + key + ".", mapping);
        }
        throw wrong(key, "expected a group of 'key: value' lines");
    }

    /** The list of mappings at {@code key}, or an empty list if the key is not given. */
    public List<Settings> sections(String key) throws ProvisioningException {
        if (!has(key)) {
            return List.of();
        }
        List<Settings> sections = new ArrayList<>();
        for (Node node : sequence(key).getValue()) {
            if (!(node instanceof MappingNode mapping)) {
                throw wrong(key, "expected a list of groups of 'key: value' lines");
            }
            sections.add(new Settings(file, prefix + key + ".", mapping));
        }
        return List.copyOf(sections);
    }

    /** The text at {@code key} through {@code parser}, whose IllegalArgumentException becomes an error of this file. */
    public <T> T parsed(String key, int charsMax, Function<String, T> parser) throws ProvisioningException {
        String text = text(key, charsMax);
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(key, "'" + text + "': " + e.getMessage());
        }
    }

    /** The list at {@code key}, each text through {@code parser} as in {@link #parsed}. */
    public <T> List<T> parsedList(String key, int charsMax, Function<String, T> parser) throws ProvisioningException {
        List<T> values = new ArrayList<>();
        for (String text : texts(key, charsMax)) {
            try {
                values.add(parser.apply(text));
            } catch (IllegalArgumentException e) {
                throw wrong(key, "'" + text + "': " + e.getMessage());
            }
        }
        return List.copyOf(values);
    }

    /**
     * Ends the reading.
     *
     * @throws ProvisioningException if a key is there that nobody asked for
     */
    public void requireNothingElse() throws ProvisioningException {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                throw ProvisioningException.at(
                        file,
                        entry.getValue().line(),
                        "unknown key " + prefix + entry.getKey() + "; allowed: " + String.join(", ", asked));
            }
        }
    }

    /** An error at {@code key}. */
    public ProvisioningException wrong(String key, String problem) {
        Entry entry = entries.get(key);
        return ProvisioningException.at(file, entry == null ? line : entry.line(), prefix + key + ": " + problem);
    }

    private Entry require(String key, String kind) throws ProvisioningException {
        asked.add(key);
        Entry entry = entries.get(key);
        if (entry == null) {
            throw ProvisioningException.in(file, prefix + key + " is missing: expected " + kind);
        }
        return entry;
    }

    private String scalar(String key, Node node, int charsMax) throws ProvisioningException {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(key, "expected a text, found a list or a group");
        }
        String text = scalar.getValue();
        if (text.isBlank() || text.length() > charsMax) {
            throw wrong(key, "expected a text of 1 to " + charsMax + " characters");
        }
        return text;
    }

    private Path resolve(String text) {
        return file.toAbsolutePath().getParent().resolve(text).normalize();
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
