package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Arrivals.Trace;
import io.signet.simulator.scenario.Fields.Value;
import io.signet.simulator.scenario.Problems.Position;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads scenarios: YAML 1.2 as docs/simulator.md and docs/scenario.schema.json describe it. A scenario that is wrong is
 * refused with everything that is wrong with it.
 */
public final class ScenarioReader {
    /** Largest file, and longest text. */
    public static final int FILE_BYTES_MAX = 4 << 20;

    private ScenarioReader() {}

    /**
     * Reads {@code file}: UTF-8, at most {@link #FILE_BYTES_MAX}; traces are read from files beside it.
     *
     * @throws ScenarioException if it is missing, unreadable, too large or no scenario
     */
    public static Scenario read(Path file) throws ScenarioException {
        Problems problems = new Problems(file.toString());
        try {
            long size = Files.size(file);
            if (size <= FILE_BYTES_MAX) {
                return read(
                        Files.readString(file, StandardCharsets.UTF_8),
                        Optional.of(file.toAbsolutePath().resolveSibling("")),
                        problems);
            }
            problems.add(Position.FILE, "the file has " + size + " bytes; at most " + FILE_BYTES_MAX + " are allowed");
        } catch (NoSuchFileException e) {
            problems.add(Position.FILE, "there is no such file");
        } catch (CharacterCodingException e) {
            problems.add(Position.FILE, "the file is not UTF-8 text");
        } catch (IOException e) {
            problems.add(Position.FILE, "can't be read: " + e.getMessage());
        }
        throw problems.exception();
    }

    /**
     * Reads {@code text}, which errors call {@code file}; it can't refer to trace files.
     *
     * @throws ScenarioException if it is no scenario
     */
    public static Scenario read(String file, String text) throws ScenarioException {
        return read(text, Optional.empty(), new Problems(file));
    }

    private static Scenario read(String text, Optional<Path> directory, Problems problems) throws ScenarioException {
        if (text.length() > FILE_BYTES_MAX) {
            problems.add(Position.FILE, "the text is longer than " + FILE_BYTES_MAX + " characters");
            throw problems.exception();
        }
        Optional<Node> root = YamlText.compose(text, FILE_BYTES_MAX, problems);
        Optional<Fields> fields = root.flatMap(r -> new ShapeReader(problems).group(r, Grammar.SCENARIO));
        if (fields.isEmpty()) {
            throw problems.exception();
        }
        References.check(fields.get(), problems);
        IdentityHashMap<Fields, List<Trace.Entry>> traces = traces(fields.get(), directory, problems);
        problems.throwIfAny();
        return new ScenarioBuilder(fields.get(), traces).build();
    }

    private static IdentityHashMap<Fields, List<Trace.Entry>> traces(
            Fields scenario, Optional<Path> directory, Problems problems) {
        IdentityHashMap<Fields, List<Trace.Entry>> traces = new IdentityHashMap<>();
        for (Fields group : scenario.groups("requesters")) {
            Optional<Fields> trace = group.find("arrivals", Fields.class)
                    .filter(arrivals -> arrivals.section().name().equals("trace"));
            Optional<Value> file = trace.flatMap(t -> t.value("file"));
            if (file.isEmpty()) {
                continue;
            }
            Position at = file.get().at();
            if (directory.isEmpty()) {
                problems.add(at, "a trace is read from a file only beside a scenario that is a file: use 'entries'");
            } else {
                Path path = directory.get().resolve((String) file.get().content());
                traces.put(trace.get(), TraceFile.read(path, at, problems));
            }
        }
        return traces;
    }
}
