package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Problems.Position;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML as nodes that know where they are in the text. */
final class YamlText {
    private static final int DEPTH_MAX = 20;

    private YamlText() {}

    /** The one document in {@code text}; empty if there is none, or if it is broken, which {@code problems} learns. */
    static Optional<Node> compose(String text, int charsMax, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                // The parser fails where a character of two code units crosses the end of its buffer: all fits into it.
                .setBufferSize(text.length() + 1)
                .setCodePointLimit(charsMax)
                .setMaxAliasesForCollections(0)
                .build();
        try {
            if (!isPlain(new Parse(settings).parseString(text), problems)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(new Position(1, 1), "there is nothing in it: a scenario has a name and a claim at least");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark().map(YamlText::position).orElse(Position.FILE);
            problems.add(at, "not YAML: " + e.getProblem());
        } catch (YamlEngineException | IllegalArgumentException e) { // the latter of tags such as !a%a
            problems.add(Position.FILE, "not YAML: " + Written.shortened("" + e.getMessage()));
        }
        return Optional.empty();
    }

    /** False if composing it could take much time or stack: the parser of events needs neither. */
    private static boolean isPlain(Iterable<Event> events, Problems problems) {
        int depth = 0;
        Position at = new Position(1, 1);
        try {
            for (Event event : events) {
                at = event.getStartMark().map(YamlText::position).orElse(at);
                switch (event.getEventId()) {
                    case SequenceStart, MappingStart -> depth++;
                    case SequenceEnd, MappingEnd -> depth--;
                    case Alias -> {
                        problems.add(at, "aliases (*) are not part of the language: repeat what is meant");
                        return false;
                    }
                    default -> {}
                }
                if (depth > DEPTH_MAX) {
                    problems.add(at, "more than " + DEPTH_MAX + " levels deep");
                    return false;
                }
            }
        } catch (IllegalArgumentException e) { // how the parser refuses the escape of a number too large
            problems.add(at, "not YAML: after this comes an escape of no character");
            return false;
        }
        return true;
    }

    static Position position(Node node) {
        return node.getStartMark().map(YamlText::position).orElse(Position.FILE);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
