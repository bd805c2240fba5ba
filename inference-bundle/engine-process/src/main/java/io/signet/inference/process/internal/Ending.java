package io.signet.inference.process.internal;

/** How a process ended, in words. */
final class Ending {
    private static final int SIGNALLED = 128;

    private Ending() {}

    /** What the system's exit code of a process means. */
    static String describe(int exitCode) {
        if (exitCode <= SIGNALLED) {
            return "exit code " + exitCode;
        }
        int signal = exitCode - SIGNALLED;
        String meaning =
                switch (signal) {
                    case 4 -> " (illegal instruction)";
                    case 6 -> " (aborted: it crashed, what it printed is in the node's log)";
                    case 7 -> " (bus error)";
                    case 8 -> " (arithmetic error)";
                    case 9 -> " (killed, perhaps because memory ran out)";
                    case 11 -> " (segmentation fault)";
                    case 15 -> " (terminated)";
                    default -> "";
                };
        return "signal " + signal + meaning;
    }
}
