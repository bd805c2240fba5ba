package io.signet.broker;

import io.signet.broker.internal.BrokerLogging;
import io.signet.mesh.spi.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's process. Prints {@code ready PORT} on standard output once it listens and {@code stopped} at its end, logs on
 * standard error, and stops on SIGTERM, or, with {@code --until-stdin-closes}, when whoever started it goes away.
 */
public final class BrokerMain {
    private static final String USAGE =
            """
            usage: signet-broker --mesh NAME --chain FILE --key FILE --owners FILE --data DIRECTORY
                                 [--bind ADDRESS] [--port PORT] [--packet-bytes-max N] [--until-stdin-closes]
            """;

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final String UNTIL_STDIN_CLOSES = "--until-stdin-closes";

    private BrokerMain() {}

    /** Runs a broker until it is told to stop; exit code 1 if it cannot start, 2 if the arguments are wrong. */
    public static void main(String[] args) throws InterruptedException {
        Arguments arguments;
        try {
            arguments = parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(EXIT_USAGE);
            return;
        }
        BrokerLogging.configure();
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.start(arguments.options());
        } catch (BrokerException e) {
            System.err.println("signet-broker: " + e.getMessage());
            System.exit(EXIT_FAILED);
            return;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stop, stopped), "signet-broker-stop"));
        System.out.println("ready " + broker.port());
        System.out.flush();
        if (arguments.untilStdinCloses()) {
            Thread watcher = new Thread(() -> awaitEndOfInput(stop), "signet-broker-stdin");
            watcher.setDaemon(true);
            watcher.start();
        }
        stop.await();
        broker.close();
        System.out.println("stopped"); // on SIGTERM the log is gone by now: java.util.logging closes its handlers first
        System.out.flush();
        stopped.countDown();
        System.exit(0); // HiveMQ leaves threads behind; within a shutdown this waits for the hook, which is done
    }

    /** Parses the command line; the message of the exception says what is wrong. */
    static Arguments parse(List<String> args) {
        Map<String, String> values = new HashMap<>(Map.of("--bind", "127.0.0.1", "--port", "8883"));
        values.put("--packet-bytes-max", Integer.toString(BrokerOptions.PACKET_BYTES_MAX_DEFAULT));
        List<String> rest = new ArrayList<>(args);
        boolean untilStdinCloses = rest.remove(UNTIL_STDIN_CLOSES);
        List<String> known =
                List.of("--mesh", "--chain", "--key", "--owners", "--data", "--bind", "--port", "--packet-bytes-max");
        for (int i = 0; i < rest.size(); i += 2) {
            if (!known.contains(rest.get(i)) || i + 1 == rest.size()) {
                throw new IllegalArgumentException("unknown option, or one without a value: " + rest.get(i));
            }
            values.put(rest.get(i), rest.get(i + 1));
        }
        for (String required : known) {
            if (!values.containsKey(required)) {
                throw new IllegalArgumentException("missing option " + required);
            }
        }
        return new Arguments(
                new BrokerOptions(
                        new Topics(values.get("--mesh")),
                        values.get("--bind"),
                        number(values, "--port"),
                        Path.of(values.get("--chain")),
                        Path.of(values.get("--key")),
                        Path.of(values.get("--owners")),
                        Path.of(values.get("--data")),
                        number(values, "--packet-bytes-max")),
                untilStdinCloses);
    }

    private static int number(Map<String, String> values, String option) {
        try {
            return Integer.parseInt(values.get(option));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a number, not '" + values.get(option) + "'", e);
        }
    }

    private static void awaitStop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEndOfInput(CountDownLatch stop) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            logger().debug("standard input failed", e);
        }
        stop.countDown();
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(BrokerMain.class); // not before logging is configured
    }

    /**
     * What the command line says.
     *
     * @param options of the broker
     * @param untilStdinCloses true to stop at the end of standard input
     */
    record Arguments(BrokerOptions options, boolean untilStdinCloses) {}
}
