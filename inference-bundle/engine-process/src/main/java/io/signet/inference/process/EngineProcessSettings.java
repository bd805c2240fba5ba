package io.signet.inference.process;

import io.signet.inference.spi.Engine;
import io.signet.runtime.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an engine's processes are made of.
 *
 * @param name the engine's name
 * @param formats what it supports, known before a process runs; 1 to 16
 * @param program name of the class that is its {@link EngineProgram}
 * @param settings for that program; at most 64
 * @param classPath jars and directories of classes: the program, and all that it and this room need
 * @param jvmOptions further options of the process's JVM; at most 64
 * @param loadTimeMax how long a process may take to start, and then to load a model; 1 s to 1 h
 */
public record EngineProcessSettings(
        String name,
        List<String> formats,
        String program,
        Map<String, String> settings,
        List<Path> classPath,
        List<String> jvmOptions,
        Duration loadTimeMax) {
    private static final int TEXT_CHARS_MAX = 4096;
    private static final String LIBRARY_PATH = "java.library.path";
    private static final String JAVACPP = "org.bytedeco.javacpp.";

    public EngineProcessSettings {
        Limits.requireText("name", name, Engine.NAME_CHARS_MAX);
        formats = List.copyOf(formats);
        Limits.requireInRange("number of formats", formats.size(), 1, 16);
        Limits.requireText("program", program, TEXT_CHARS_MAX);
        settings = Map.copyOf(settings);
        Limits.requireInRange("number of settings", settings.size(), 0, 64);
        settings.values().forEach(value -> Limits.requireInRange("length", value.length(), 0, TEXT_CHARS_MAX));
        classPath = List.copyOf(classPath);
        jvmOptions = List.copyOf(jvmOptions);
        Limits.requireInRange("number of JVM options", jvmOptions.size(), 0, 64);
        Limits.requireInRange("load.time.max.ms", loadTimeMax.toMillis(), 1_000, 3_600_000);
    }

    /** The options with which the libraries of this process's engines are found and used in another process, too. */
    public static List<String> inheritedOptions() {
        List<String> options = new ArrayList<>();
        for (String property : System.getProperties().stringPropertyNames()) {
            if (property.equals(LIBRARY_PATH) || property.startsWith(JAVACPP)) {
                options.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        return options;
    }

    /** The class path of this process, where no framework loads its classes. */
    public static List<Path> classPathOfThisProcess() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(java.io.File.pathSeparator)) {
            if (!entry.isEmpty()) {
                entries.add(Path.of(entry).toAbsolutePath());
            }
        }
        return entries;
    }
}
