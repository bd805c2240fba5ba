package io.signet.console.internal;

import io.signet.openinference.json.JsonKind;
import io.signet.openinference.json.JsonReader;
import io.signet.openinference.json.JsonWriter;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.runtime.FinishedFile;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that were changed in the console: a file beside {@code node.yaml}, which the launcher lays over it. So what a person
 * wrote, with its comments, is never written anew by a program, and deleting this file takes all of it back. JSON, which
 * is YAML. Thread-safe.
 */
final class SettingsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    /** The file in the node's home; the launcher knows it by the same name. */
    static final String FILE_NAME = "console.yaml";

    /** The sections of {@code node.yaml} that the console shows, by the configurations' names. */
    static final Map<String, String> SECTIONS = sections();

    private static final String NODE_FILE = "node.yaml";
    /** What the owner's registrar wants; the launcher lays it over this file. */
    private static final String WANTED_FILE = "wanted.yaml";

    private static final int FILE_BYTES_MAX = 64 << 10;
    private static final int TEXT_CHARS_MAX = 4096;
    private static final int TEXTS_MAX = 256;

    private final Path home;

    /** The file in {@code home}. */
    SettingsFile(Path home) {
        this.home = home;
    }

    private static Map<String, String> sections() {
        Map<String, String> all = new LinkedHashMap<>(); // in the order in which they are shown
        all.put("io.signet.mesh", "mesh");
        all.put("io.signet.inference", "inference");
        all.put("io.signet.gateway", "gateway");
        all.put("io.signet.gateway.coap", "gateway-coap");
        all.put("io.signet.log.http", "log-server");
        all.put("io.signet.web", "web");
        all.put(ConsoleConfig.PID, "console");
        return all;
    }

    /** Why nothing can be changed here; empty if it can. */
    Optional<String> locked() {
        if (!Files.exists(home.resolve(NODE_FILE))) {
            return Optional.of("settings are changed where this node is configured: in Kura's console");
        }
        return Files.isWritable(home)
                ? Optional.empty()
                : Optional.of("the node may not write in its home: settings are changed in " + NODE_FILE);
    }

    /** Which settings of {@code pid} the owner's registrar sets: a change of them here would change nothing. */
    Predicate<String> wanted(String pid) {
        Path file = home.resolve(WANTED_FILE);
        String section = SECTIONS.getOrDefault(pid, pid);
        if (!Files.exists(file)) {
            return key -> false;
        }
        try {
            Settings wanted = Settings.read(file);
            if (!wanted.has(section)) {
                return key -> false;
            }
            return wanted.section(section)::has;
        } catch (ProvisioningException e) {
            LOG.warn("what the owner's registrar sets is not known: {}", e.getMessage());
            return key -> true;
        }
    }

    /**
     * Lays {@code values} over the section of {@code pid}; the file is on the disk when this returns.
     *
     * @throws IOException if it can't be read or written
     */
    synchronized void change(String pid, Map<String, Object> values) throws IOException {
        Map<String, Map<String, Object>> all = read();
        all.computeIfAbsent(SECTIONS.getOrDefault(pid, pid), none -> new LinkedHashMap<>())
                .putAll(values);
        Bytes json = Json.object(out -> all.forEach((section, set) -> {
            out.name(section).beginObject();
            set.forEach((key, value) -> write(out.name(key), value));
            out.endObject();
        }));
        if (json.size() > FILE_BYTES_MAX) {
            throw new IOException("all changes together are too long");
        }
        Path part = Files.createTempFile(home, FILE_NAME, ".part");
        try {
            Files.write(part, json.toArray());
            FinishedFile.publish(part, home.resolve(FILE_NAME));
        } finally {
            Files.deleteIfExists(part); // there is one only if that failed
        }
    }

    private Map<String, Map<String, Object>> read() throws IOException {
        Path file = home.resolve(FILE_NAME);
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return all;
        }
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new IOException(file + " is longer than " + FILE_BYTES_MAX + " bytes: delete it");
            }
            JsonReader in = new JsonReader(Files.readAllBytes(file));
            in.beginObject();
            for (Optional<String> section = in.nextName(); section.isPresent(); section = in.nextName()) {
                all.put(section.get(), values(in));
            }
            in.expectEnd();
            return all;
        } catch (MalformedException e) {
            throw new IOException(file + " is not what the console wrote: delete it", e);
        }
    }

    /** Reads an object of texts, numbers, booleans and lists of texts. */
    static Map<String, Object> values(JsonReader in) throws MalformedException {
        Map<String, Object> values = new LinkedHashMap<>();
        in.beginObject();
        for (Optional<String> key = in.nextName(); key.isPresent(); key = in.nextName()) {
            values.put(key.get(), value(in));
        }
        return values;
    }

    private static Object value(JsonReader in) throws MalformedException {
        JsonKind kind = in.peek();
        if (kind == JsonKind.STRING) {
            return in.readString(TEXT_CHARS_MAX);
        } else if (kind == JsonKind.NUMBER) {
            String text = in.readNumber().toString();
            if (text.matches("-?[0-9]{1,18}")) {
                return Long.valueOf(text);
            }
            double number = Double.parseDouble(text);
            if (!Double.isFinite(number)) {
                throw in.malformed("a number is too large");
            }
            return number;
        } else if (kind == JsonKind.BOOLEAN) {
            return in.readBoolean();
        } else if (kind == JsonKind.ARRAY) {
            List<String> texts = new ArrayList<>();
            in.beginArray();
            while (in.nextElement()) {
                texts.add(in.readString(TEXT_CHARS_MAX));
                if (texts.size() > TEXTS_MAX) {
                    throw in.malformed("more than " + TEXTS_MAX + " texts");
                }
            }
            return List.copyOf(texts);
        }
        throw in.malformed("a value is a text, a number, true, false or a list of texts");
    }

    /** Writes such a value. */
    static void write(JsonWriter out, Object value) {
        if (value instanceof Long whole) {
            out.number(whole);
        } else if (value instanceof Double number) {
            out.number(number);
        } else if (value instanceof Boolean yes) {
            out.bool(yes);
        } else if (value instanceof List<?> texts) {
            out.beginArray();
            texts.forEach(text -> out.string(String.valueOf(text)));
            out.endArray();
        } else {
            out.string(String.valueOf(value));
        }
    }
}
