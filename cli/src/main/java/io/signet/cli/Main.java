package io.signet.cli;

import io.signet.runtime.Clock;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** Runs the command line and exits with its code. */
public final class Main {
    private Main() {}

    /** The entry point of the launcher script. */
    public static void main(String[] arguments) {
        Optional<Path> root =
                Optional.ofNullable(System.getProperty("signet.root")).map(Path::of);
        Environment environment = new Environment(
                Clock.SYSTEM,
                new SecureRandom(),
                System.getenv(),
                Path.of(System.getProperty("user.home", "/")),
                Boolean.getBoolean("signet.terminal"),
                root,
                new BuiltScenarioRunners(root));
        // Java 17 knows the terminal's encoding by this property only; without a terminal it is UTF-8.
        Charset charset = charset(System.getProperty("sun.stdout.encoding", "UTF-8"));
        PrintWriter out = new PrintWriter(System.out, true, charset);
        PrintWriter err = new PrintWriter(System.err, true, charset);
        Logging.configure(environment.variable(Logging.VARIABLE)).ifPresent(wrong -> err.println("signet: " + wrong));
        int code = SignetCommand.commandLine(environment, out, err).execute(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
