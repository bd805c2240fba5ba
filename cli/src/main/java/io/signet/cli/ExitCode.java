package io.signet.cli;

/** How {@code signet} exits, in one place; docs/cli.md lists the same. Values above 64 are those of sysexits.h. */
enum ExitCode {
    /** All went well; for a verification: every receipt was accepted. */
    OK(0, "all went well"),
    /** The command worked and the answer is no: a receipt was rejected, a job failed. */
    FAILED(1, "a verdict or a job failed"),
    /** The command line is wrong. */
    USAGE(2, "the command line is wrong"),
    /** A file that was given is missing or wrong. */
    DATA(65, "a file that was given is missing or wrong"),
    /** Something that is needed can't be reached or is not installed. */
    UNAVAILABLE(69, "something that is needed is not there or can't be reached"),
    /** A bug in this program. */
    INTERNAL(70, "a bug in this program"),
    /** A file or directory can't be written. */
    CANNOT_CREATE(73, "a file or directory can't be written"),
    /** Ended by Ctrl-C. */
    INTERRUPTED(130, "interrupted");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The process's exit status. */
    int code() {
        return code;
    }

    /** What it means, in a few words. */
    String meaning() {
        return meaning;
    }
}
