package io.signet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Runs the command line in this process, in an environment that the test makes, and keeps what it printed. */
final class Cli {
    /** Now, for the commands. */
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** It is always {@link #NOW}. */
    static final Clock CLOCK = new FixedClock(NOW);

    /** The project, which has been built as far as the command line needs it. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Runs no scenario. */
    static final ScenarioRunners NOBODY = mode -> {
        throw new CliException(ExitCode.UNAVAILABLE, "nobody runs scenarios in this test");
    };

    /** Starts a mesh of two nodes, with keys in files, on the time of this machine. */
    static DemoMesh startMesh(Path home) throws Exception {
        Environment environment =
                new Environment(Clock.SYSTEM, new SecureRandom(), Map.of(), home, false, Optional.of(ROOT), NOBODY);
        return DemoMesh.start(environment, 2, mesh -> NodeKeys.FILES, false);
    }

    private final Path home;
    private final Map<String, String> variables = new HashMap<>();
    private Clock clock = new FixedClock(NOW);
    private ScenarioRunners runners = NOBODY;

    /**
     * What a command did.
     *
     * @param code its exit code
     * @param out what it printed to standard output
     * @param err what it printed to standard error
     */
    record Result(int code, String out, String err) {
        /** Standard output as a JSON object. */
        Map<String, Object> json() throws IOException {
            return JSON.std.mapFrom(out);
        }
    }

    /** The user's home directory is {@code home}. */
    Cli(Path home) {
        this.home = home;
    }

    /** Sets an environment variable. */
    Cli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** Lets the commands find the programs of this machine. */
    Cli withPrograms() {
        return with("PATH", System.getenv("PATH"));
    }

    /** Sets the time. */
    Cli at(Instant instant) {
        clock = new FixedClock(instant);
        return this;
    }

    /** Takes the system's time, for what other processes have to agree with. */
    Cli system() {
        clock = Clock.SYSTEM;
        return this;
    }

    /** Has scenarios run by {@code runners}. */
    Cli simulatedBy(ScenarioRunners runners) {
        this.runners = runners;
        return this;
    }

    /** Runs {@code signet} with {@code arguments}. */
    Result run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Environment environment =
                new Environment(clock, new SplittableRandom(7), variables, home, false, Optional.of(ROOT), runners);
        int code = SignetCommand.commandLine(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(texts);
        return new Result(code, out.toString(), err.toString());
    }

    record FixedClock(Instant now) implements Clock {
        @Override
        public long wallMillis() {
            return now.toEpochMilli();
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    }
}
