package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.FileProblem;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into a message and an exit code. Only a bug shows a stack trace. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof CliException known) {
            return say(err, known.exitCode(), known.getMessage());
        }
        if (failure instanceof ProvisioningException wrong) {
            return say(err, ExitCode.DATA, wrong.getMessage());
        }
        if (failure instanceof UncheckedIOException wrapped) {
            return handleExecutionException(wrapped.getCause(), command, parsed);
        }
        if (failure instanceof FileSystemException file) {
            return say(err, ExitCode.CANNOT_CREATE, FileProblem.describe(file));
        }
        if (failure instanceof IOException unreadable) {
            return say(err, ExitCode.DATA, unreadable.getMessage());
        }
        err.println("signet: internal error; please report it with the lines below");
        failure.printStackTrace(err);
        return ExitCode.INTERNAL.code();
    }

    private static int say(PrintWriter err, ExitCode code, String message) {
        err.println("signet: " + Printable.of(message));
        return code.code();
    }
}
