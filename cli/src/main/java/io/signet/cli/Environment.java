package io.signet.cli;

import io.signet.runtime.Clock;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What commands see of the world besides their arguments; tests give them another.
 *
 * @param clock wall-clock and monotonic time
 * @param random random numbers that nobody can foretell
 * @param variables environment variables
 * @param home the user's home directory
 * @param terminal true if standard error is a terminal
 * @param root the project's directory with all that was built, if the launcher script told it
 * @param runners who runs scenarios
 */
record Environment(
        Clock clock,
        RandomGenerator random,
        Map<String, String> variables,
        Path home,
        boolean terminal,
        Optional<Path> root,
        ScenarioRunners runners) {
    Environment {
        variables = Map.copyOf(variables);
    }

    /** The value of the variable {@code name}, unless it is not set or empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** Where this user's settings are: {@code $XDG_CONFIG_HOME/signet}, by default {@code ~/.config/signet}. */
    Path configDirectory() {
        return variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .orElse(home.resolve(".config"))
                .resolve("signet");
    }

    /**
     * A directory with something that was built.
     *
     * @param what it is, for people
     * @param relative its path in the project
     * @throws CliException if it is not there
     */
    Path built(String what, String relative) throws CliException {
        Path directory = root.orElseThrow(() -> new CliException(
                        ExitCode.UNAVAILABLE, what + " can't be found: start signet by its launcher script"))
                .resolve(relative);
        if (!Files.isDirectory(directory)) {
            throw new CliException(
                    ExitCode.UNAVAILABLE, what + " is not built: there is no " + directory + "; try 'signet clean'");
        }
        return directory;
    }

    /**
     * Where the engines find their libraries, as {@code java.library.path} takes it.
     *
     * @throws CliException if they are not there
     */
    String libraryPath() throws CliException {
        return built("TensorFlow's library", "target/natives/tensorflow")
                + File.pathSeparator
                + built("ONNX Runtime's library", "target/natives/onnxruntime");
    }

    /** How progress is shown, if at all. */
    ProgressLine.Style progressStyle(boolean off) {
        if (off) {
            return ProgressLine.Style.OFF;
        }
        return terminal ? ProgressLine.Style.TERMINAL : ProgressLine.Style.PLAIN;
    }

    /** The day, in UTC. */
    LocalDate today() {
        return LocalDate.ofInstant(Instant.ofEpochMilli(clock.wallMillis()), ZoneOffset.UTC);
    }
}
