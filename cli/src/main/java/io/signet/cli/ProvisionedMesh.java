package io.signet.cli;

import io.signet.runtime.Trees;
import io.signet.simulator.MeshProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A new directory in which commands of {@code signet} run: short ones in this process, the others in processes of their own.
 * When it is closed, all end, and the directory is gone, unless it is kept.
 */
final class ProvisionedMesh implements AutoCloseable {
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xshare:auto", "-Djava.awt.headless=true");
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Environment environment;
    private final Path directory;
    private final boolean outlivesCommand;
    private final List<MeshProcess> services = new CopyOnWriteArrayList<>();
    private final List<MeshProcess> boxes = new CopyOnWriteArrayList<>();

    private final AtomicBoolean done = new AtomicBoolean();

    private ProvisionedMesh(Environment environment, Path directory, boolean outlivesCommand) {
        this.environment = environment;
        this.directory = directory;
        this.outlivesCommand = outlivesCommand;
    }

    /**
     * Makes the directory.
     *
     * @param outlivesCommand false if its processes are to stop when this one ends, however it ends
     */
    static ProvisionedMesh begin(Environment environment, boolean outlivesCommand) throws IOException {
        ProvisionedMesh mesh =
                new ProvisionedMesh(environment, Files.createTempDirectory("signet-demo-"), outlivesCommand);
        Runtime.getRuntime().addShutdownHook(new Thread(mesh::close, "signet-demo-stop"));
        return mesh;
    }

    /** What is called {@code name} in the directory. */
    Path path(String name) {
        return directory.resolve(name);
    }

    /**
     * Runs {@code signet} with {@code arguments}, and waits for its end.
     *
     * @return what it printed
     * @throws CliException if it fails, with what it says
     */
    String signet(Object... arguments) throws CliException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = SignetCommand.commandLine(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(texts(arguments).toArray(String[]::new));
        if (code != ExitCode.OK.code()) {
            throw new CliException(
                    ExitCode.FAILED,
                    "signet " + arguments[0] + " " + arguments[1] + " ended with status " + code + ": "
                            + (err + "" + out).strip());
        }
        return out.toString();
    }

    /**
     * Starts {@code signet} with {@code arguments} in a process of its own, which runs until all boxes have ended.
     *
     * @param name what it is
     * @return where it writes what it says
     */
    LogFollower startService(String name, Object... arguments) throws CliException, IOException {
        return start(services, name, arguments);
    }

    /** The same for a box. */
    LogFollower startBox(String name, Object... arguments) throws CliException, IOException {
        return start(boxes, name, arguments);
    }

    private LogFollower start(List<MeshProcess> processes, String name, Object... arguments)
            throws CliException, IOException {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.add("-Dsignet.root=" + environment.built("the project", "."));
        Path log = path(name + ".log");
        processes.add(MeshProcess.start(new MeshProcess.Command(
                name,
                log,
                List.of(),
                options,
                System.getProperty("java.class.path"),
                (outlivesCommand ? Main.class : UntilStdinCloses.class).getName(),
                texts(arguments))));
        return new LogFollower(log);
    }

    private static List<String> texts(Object... arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        return texts;
    }

    /**
     * Waits until a process has said {@code words}.
     *
     * @return the line with these words
     * @throws CliException if it ends before, or takes too long
     */
    String await(LogFollower log, String words) throws CliException, IOException, InterruptedException {
        long end = environment.clock().monotonicNanos() + START_MAX.toNanos();
        Deque<String> lines = new ArrayDeque<>();
        while (environment.clock().monotonicNanos() < end) {
            lines.addAll(log.more());
            while (!lines.isEmpty()) {
                String line = lines.remove();
                if (line.contains(words)) {
                    return line;
                }
            }
            requireAlive();
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        throw new CliException(
                ExitCode.UNAVAILABLE, "nothing said '" + words + "' within " + START_MAX.toSeconds() + " s");
    }

    /**
     * Does nothing if every process runs.
     *
     * @throws CliException if one has ended; with the end of its log
     */
    void requireAlive() throws CliException {
        try {
            for (MeshProcess process : all()) {
                process.requireAlive();
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }

    private List<MeshProcess> all() {
        return Stream.concat(boxes.stream(), services.stream()).toList();
    }

    /** Ids of all processes, the boxes' first. */
    List<Long> pids() {
        return all().stream().map(MeshProcess::pid).toList();
    }

    /** Lets the processes run on, and the directory be. */
    void keep() {
        done.set(true);
    }

    /** Stops every process, the boxes first, and deletes the directory, unless it is kept or that has been done. */
    @Override
    public void close() {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        for (List<MeshProcess> some : List.of(boxes, services)) {
            some.forEach(MeshProcess::askToStop); // all at once, then wait
            some.forEach(MeshProcess::stop);
        }
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
