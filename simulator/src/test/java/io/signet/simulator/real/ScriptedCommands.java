package io.signet.simulator.real;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes down what is asked, and answers or fails as told. */
final class ScriptedCommands implements SystemCommands {
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** A command that begins with {@code start} prints {@code output}. */
    ScriptedCommands answer(String start, String output) {
        answers.put(start, output);
        return this;
    }

    /** A command that begins with {@code start} fails and says {@code why}. */
    ScriptedCommands fail(String start, String why) {
        failures.put(start, why);
        return this;
    }

    /** What was asked since this was called last, each command in one line. */
    List<String> taken() {
        List<String> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    @Override
    public String run(List<String> command) throws IOException {
        String line = String.join(" ", command);
        asked.add(line);
        for (Map.Entry<String, String> failure : failures.entrySet()) {
            if (line.startsWith(failure.getKey())) {
                throw new IOException(failure.getValue());
            }
        }
        return answers.entrySet().stream()
                .filter(answer -> line.startsWith(answer.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
