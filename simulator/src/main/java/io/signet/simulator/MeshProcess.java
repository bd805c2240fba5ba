package io.signet.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Java process of a mesh, which writes to a log file of its own. */
public final class MeshProcess {
    private static final Duration STOP_MAX = Duration.ofSeconds(40);

    private final String name;
    private final Process process;
    private final Path log;

    private MeshProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * What to run.
     *
     * @param name what people call it
     * @param log the file that its output is added to
     * @param prefix a command that executes the one that follows it; empty for none
     * @param jvmOptions options of its JVM
     * @param classPath as {@code java -cp} takes it
     * @param mainClass what to run
     * @param args of the program
     */
    public record Command(
            String name,
            Path log,
            List<String> prefix,
            List<String> jvmOptions,
            String classPath,
            String mainClass,
            List<String> args) {
        public Command {
            prefix = List.copyOf(prefix);
            jvmOptions = List.copyOf(jvmOptions);
            args = List.copyOf(args);
        }
    }

    /** Starts it. Its standard input is open for as long as this process lives. */
    public static MeshProcess start(Command command) throws IOException {
        List<String> line = new ArrayList<>(command.prefix());
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(command.jvmOptions());
        line.add("-cp");
        line.add(command.classPath());
        line.add(command.mainClass());
        line.addAll(command.args());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
        builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
        return new MeshProcess(command.name(), builder.start(), command.log());
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGSTOP: no time at all. */
    void pause() throws IOException {
        signal("STOP");
    }

    /** SIGCONT: time again. */
    void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (kill.waitFor() != 0 && process.isAlive()) {
                throw new IOException(name + " can't be sent the signal " + signal);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL: no chance to say goodbye. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM, without waiting. */
    public void askToStop() {
        process.destroy();
    }

    /** SIGTERM, and SIGKILL if it does not help. */
    public void stop() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Fails with the last lines of the log if the process is gone. */
    public void requireAlive() throws IOException {
        if (process.isAlive()) {
            return;
        }
        throw new IOException(
                name + " ended with status " + process.exitValue() + "; its log " + log + " ends with:\n" + tail());
    }

    private String tail() throws IOException {
        if (!Files.exists(log)) {
            return "(nothing)";
        }
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 12), all.size()));
        }
    }
}
