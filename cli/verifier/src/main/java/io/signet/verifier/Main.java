package io.signet.verifier;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Runs the verifier and exits with its code. */
public final class Main {
    private Main() {}

    /** The entry point of the jar. */
    public static void main(String[] arguments) {
        // Java 17 knows the terminal's encoding by this property only; without a terminal it is UTF-8.
        String name = System.getProperty("sun.stdout.encoding", "UTF-8");
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        PrintWriter out = new PrintWriter(System.out, true, charset);
        PrintWriter err = new PrintWriter(System.err, true, charset);
        int code = VerifierCommand.commandLine(Clock.systemUTC(), out, err).execute(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }
}
