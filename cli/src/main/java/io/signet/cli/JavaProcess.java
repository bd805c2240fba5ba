package io.signet.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A program in a Java process of its own, in the foreground: it ends when this one does. Its standard error is ours, its
 * standard input ends when this process ends.
 *
 * @param jvmOptions options of its JVM
 * @param classes directory of its jars
 * @param mainClass what to run
 * @param arguments of the program
 */
record JavaProcess(List<String> jvmOptions, Path classes, String mainClass, List<String> arguments) {
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    JavaProcess {
        jvmOptions = List.copyOf(jvmOptions);
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs the program to its end.
     *
     * @param lines is given each line that it prints to standard output
     * @return its exit code, 0 if it ended because this process was told to
     */
    int run(Consumer<String> lines) throws IOException, InterruptedException {
        return run(lines, stopper -> {});
    }

    /**
     * Runs the program to its end.
     *
     * @param lines is given each line that it prints to standard output
     * @param started is given what ends the program; it may be called by any thread, and waits for the end
     * @return its exit code, 0 if it ended because this process was told to
     */
    int run(Consumer<String> lines, Consumer<Runnable> started) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        AtomicBoolean told = new AtomicBoolean();
        Thread stopper = new Thread(
                () -> {
                    told.set(true);
                    stop(process);
                },
                "signet-stop");
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            Runtime.getRuntime().addShutdownHook(stopper);
            started.accept(() -> stop(process));
            String line = output.readLine();
            while (line != null) {
                lines.accept(line);
                line = output.readLine();
            }
            int code = process.waitFor();
            return told.get() ? 0 : code; // that it ended as told is no news
        } catch (IllegalStateException e) { // no hooks any more: this process is ending
            return 0;
        } finally {
            stop(process);
            forget(stopper);
        }
    }

    private static void forget(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // it runs just now
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classes.resolve("*").toString(), mainClass));
        command.addAll(arguments);
        return command;
    }

    /** SIGTERM, and SIGKILL if that does not help. */
    private static void stop(Process process) {
        process.toHandle().destroy(); // unlike Process.destroy it leaves us the output that is still to come
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
