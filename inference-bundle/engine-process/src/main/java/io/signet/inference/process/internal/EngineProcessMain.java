package io.signet.inference.process.internal;

import io.signet.inference.process.EngineProgram;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineAvailability;
import io.signet.inference.spi.EngineException;
import io.signet.inference.spi.Session;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The process of an engine: makes the engine, loads one model, computes on it. It ends when the node does, or when the
 * node hangs up; nothing of it outlives the node.
 */
public final class EngineProcessMain {
    /** When memory runs out, the system should take this process and not the node. */
    private static final Path OUT_OF_MEMORY_SCORE = Path.of("/proc/self/oom_score_adj");

    /** What a crash leaves behind must have no inputs in it. */
    private static final Path CORE_DUMP_FILTER = Path.of("/proc/self/coredump_filter");

    private EngineProcessMain() {}

    /**
     * {@code EngineProcessMain SOCKET LANES PROGRAM}: where the node listens, how many connections it wants, and the class
     * that makes the engine.
     */
    public static void main(String[] args) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace(); // to the node's log
            Runtime.getRuntime().halt(1); // a lane without a thread would leave the node waiting
        });
        endWithParent();
        tellSystem(OUT_OF_MEMORY_SCORE, "500");
        tellSystem(CORE_DUMP_FILTER, "0");
        List<Wire> wires = connect(Path.of(args[0]), Integer.parseInt(args[1]));
        try {
            serve(wires, program(args[2]));
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0); // the node hung up; what native threads still do is of no use to anybody
        }
    }

    /** Its standard input is the node's to close, which the system does for a node that was killed. */
    private static void endWithParent() {
        Thread watcher = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("the way from the node broke: " + e.getMessage());
                    }
                    Runtime.getRuntime().halt(0);
                },
                "engine-parent");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void tellSystem(Path file, String value) {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
        } catch (IOException e) {
            System.err.println("the system does not take " + value + " for " + file + ": " + e.getMessage());
        }
    }

    private static List<Wire> connect(Path socket, int lanes) throws IOException {
        List<Wire> wires = new ArrayList<>(lanes);
        for (int lane = 0; lane < lanes; lane++) {
            Wire wire = new Wire(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
            wire.send(new Message.Hello(Message.VERSION, lane));
            wires.add(wire);
        }
        return wires;
    }

    private static EngineProgram program(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(EngineProgram.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + name + ": " + e, e);
        }
    }

    private static void serve(List<Wire> wires, EngineProgram program) throws IOException {
        Wire first = wires.get(0);
        Map<String, String> settings = ((Message.Init) first.receive()).settings();
        EngineAvailability availability = program.probe(settings);
        if (availability instanceof EngineAvailability.NotAvailable absent) {
            first.send(new Message.Absent(absent.reason()));
            return;
        }
        Engine engine = ((EngineAvailability.Available) availability).engine();
        first.send(new Message.Ready(engine.name(), engine.version(), engine.device()));
        Message.Open open = (Message.Open) first.receive();
        try (Session session = open(engine, open)) {
            first.send(new Message.Opened(session.inputs(), session.outputs(), session.engineVersion()));
            for (Wire wire : wires.subList(1, wires.size())) {
                new Thread(() -> compute(wire, session), "engine-lane").start();
            }
            compute(first, session);
        } catch (EngineException e) {
            first.send(new Message.Failed(String.valueOf(e.getMessage())));
        }
    }

    private static Session open(Engine engine, Message.Open open) throws EngineException {
        try {
            return engine.open(Path.of(open.directory()), open.format(), open.options());
        } catch (OutOfMemoryError e) {
            throw new EngineException("not enough memory to load it: " + e.getMessage(), e);
        }
    }

    /** Computes until the node hangs up, on one lane. */
    private static void compute(Wire wire, Session session) {
        try {
            new EngineLane(wire, session).serve();
        } catch (IOException e) { // an end of file is how it ends
            boolean orderly = e instanceof EOFException;
            if (!orderly) {
                System.err.println("the way to the node broke: " + e.getMessage());
            }
            Runtime.getRuntime().halt(orderly ? 0 : 1);
        }
    }
}
