package io.signet.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The command line, for a process that must not outlive the one that started it: it ends when its standard input does, as
 * if it had been told to stop.
 */
public final class UntilStdinCloses {
    private UntilStdinCloses() {}

    /** Takes the same arguments as {@link Main}. */
    public static void main(String[] arguments) {
        Thread watcher = new Thread(UntilStdinCloses::exitAtEndOfInput, "signet-stdin");
        watcher.setDaemon(true);
        watcher.start();
        Main.main(arguments);
    }

    private static void exitAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("signet: standard input broke: " + e.getMessage());
        }
        System.exit(0);
    }
}
