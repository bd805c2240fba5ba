package io.signet.launcher;

import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one node in the foreground until SIGTERM or SIGINT. */
public final class NodeMain {
    /** What the JVM of a node needs; the directory of native libraries comes as {@code -Djava.library.path}. */
    public static final List<String> JVM_OPTIONS = List.of(
            "-Xmx384m",
            "-XX:+UseSerialGC",
            // JavaCPP's default would refuse allocations past 4 x Xmx of resident memory, TensorFlow's own included.
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    private static final Duration WATCH_EVERY = Duration.ofSeconds(1);
    private static final String UNTIL_STDIN_CLOSES = "--until-stdin-closes";
    /** The argument that has the node say on its standard output how it is, for {@link NodeStatus#parseLine}. */
    public static final String TELL_STATUS = "--tell-status";

    /** The file in a node's home with the last status, {@link NodeStatus#parse}. */
    public static final String STATUS_FILE = "status";

    private static final int EXIT_USAGE = 2;
    private static final int EXIT_CANNOT_START = 78; // EX_CONFIG of sysexits.h

    private NodeMain() {}

    /**
     * {@code NodeMain HOME BUNDLES [--until-stdin-closes] [--tell-status]}: the node's home directory, the directory of the
     * bundles that make a node, whether to stop when whoever started it goes away, and whether to tell him how it is. For service managers and the simulator; people
     * use {@code signet node run}.
     */
    public static void main(String[] args) {
        List<String> options = List.of(args).subList(Math.min(2, args.length), args.length);
        if (args.length < 2 || !List.of(UNTIL_STDIN_CLOSES, TELL_STATUS).containsAll(options)) {
            System.err.println("usage: NodeMain HOME BUNDLES [" + UNTIL_STDIN_CLOSES + "] [" + TELL_STATUS + "]");
            System.exit(EXIT_USAGE);
        }
        if (options.contains(UNTIL_STDIN_CLOSES)) {
            Thread watcher = new Thread(NodeMain::exitAtEndOfInput, "signet-stdin");
            watcher.setDaemon(true);
            watcher.start();
        }
        try {
            run(Path.of(args[0]), Path.of(args[1]), options.contains(TELL_STATUS) ? System.out::println : line -> {});
        } catch (LaunchException e) {
            System.err.println("signet node: " + e.getMessage());
            System.exit(EXIT_CANNOT_START);
        }
    }

    /**
     * Runs the node whose home is {@code home} and returns after a signal stopped it cleanly.
     *
     * @param bundles directory of the bundles that make a node
     * @param status is given lines that say how the node is
     * @throws LaunchException if it can't start
     */
    @SuppressWarnings("try") // lock and agents work by being open
    public static void run(Path home, Path bundles, Consumer<String> status) throws LaunchException {
        Logging logging = new Logging();
        NodeConfig config = NodeConfig.read(home);
        logging.apply(config.levels());
        Logger log = LoggerFactory.getLogger(NodeMain.class);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (FileChannel lockFile = claim(home);
                NodeRuntime runtime = startAnew(home, bundles, config);
                AgentThread watch = AgentThread.start(new ConfigWatch(home, logging, runtime), WATCH_EVERY);
                AgentThread report = AgentThread.start(
                        new StatusReport(home.resolve(STATUS_FILE), runtime::statuses, status, Clock.SYSTEM),
                        WATCH_EVERY)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop.countDown();
                awaitQuietly(stopped);
            }));
            stop.await();
            log.info("stopping");
        } catch (IOException e) {
            throw new LaunchException("cannot use " + home + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** Starts it; what the last run said of itself is not this one's. */
    private static NodeRuntime startAnew(Path home, Path bundles, NodeConfig config)
            throws LaunchException, IOException {
        Files.deleteIfExists(home.resolve(STATUS_FILE));
        return NodeRuntime.start(home, bundles, config);
    }

    /** Whether a process runs the node in {@code home} at this moment. */
    public static boolean isRunning(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        try (FileChannel lockFile = claim(home)) {
            return !lockFile.isOpen();
        } catch (LaunchException e) {
            return true;
        }
    }

    /** Two processes in one home would corrupt its log. */
    @SuppressWarnings("resource") // the lock lives as long as the channel, which the caller closes
    private static FileChannel claim(Path home) throws IOException, LaunchException {
        FileChannel channel = FileChannel.open(
                Files.createDirectories(home).resolve("node.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new LaunchException("another process runs the node in " + home + ": stop it first", e);
        }
    }

    private static void exitAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("signet node: standard input broke: " + e.getMessage());
        }
        System.exit(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
