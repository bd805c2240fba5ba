package io.signet.inference.process.internal;

import io.signet.inference.process.EngineProcessSettings;
import io.signet.inference.spi.EngineException;
import io.signet.runtime.Clock;
import io.signet.runtime.Trees;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts a process and waits until it has connected all lanes, by a socket that nobody else can reach. */
final class ChildStart {
    private static final long LOOK_EVERY_MS = 20;

    /** A process that is there. */
    record Started(Process process, OutputLog output, List<Wire> wires) {}

    private final EngineProcessSettings settings;
    private final int lanes;
    private final Clock clock;

    private ChildStart(EngineProcessSettings settings, int lanes, Clock clock) {
        this.settings = settings;
        this.lanes = lanes;
        this.clock = clock;
    }

    static Started start(EngineProcessSettings settings, int lanes, Clock clock) throws EngineException {
        try {
            Path directory = SharedMemory.createDirectory();
            try {
                return new ChildStart(settings, lanes, clock).start(directory.resolve("s"));
            } finally {
                Trees.delete(directory); // both ends keep what is open
            }
        } catch (IOException e) {
            throw EngineException.of("cannot start a process for engine " + settings.name(), e);
        }
    }

    private Started start(Path socket) throws IOException, EngineException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            server.bind(UnixDomainSocketAddress.of(socket), lanes);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            Process process = new ProcessBuilder(command(socket))
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .start();
            OutputLog output = new OutputLog(settings.name(), process.getInputStream());
            List<Wire> wires = new ArrayList<>(lanes);
            boolean complete = false;
            try {
                accept(server, selector, process, output, wires);
                complete = true;
                return new Started(process, output, wires);
            } finally {
                if (!complete) {
                    process.toHandle().destroyForcibly();
                    output.finish();
                    for (Wire wire : wires) {
                        wire.close();
                    }
                }
            }
        }
    }

    private void accept(
            ServerSocketChannel server, Selector selector, Process process, OutputLog output, List<Wire> wires)
            throws IOException, EngineException {
        long deadline = clock.monotonicNanos() + settings.loadTimeMax().toNanos();
        while (wires.size() < lanes) {
            selector.select(LOOK_EVERY_MS);
            selector.selectedKeys().clear();
            boolean ended = !process.isAlive();
            output.drain();
            if (ended) {
                throw new EngineException("the process of engine " + settings.name() + " ended as it started: "
                        + Ending.describe(process.exitValue()));
            }
            if (clock.monotonicNanos() - deadline > 0) {
                throw new EngineException("the process of engine " + settings.name() + " did not start within "
                        + settings.loadTimeMax().toMillis() + " ms");
            }
            SocketChannel channel = server.accept();
            if (channel != null) {
                Wire wire = new Wire(channel);
                wires.add(wire);
                greet(wire, wires.size() - 1);
            }
        }
    }

    /** It connects its lanes one after the other, and says so at once. */
    private static void greet(Wire wire, int lane) throws IOException {
        Message.Hello expected = new Message.Hello(Message.VERSION, lane);
        Message said = wire.receive();
        if (!expected.equals(said)) {
            throw new IOException("the process says " + said + ", not " + expected);
        }
    }

    private List<String> command(Path socket) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it copies and calls; what computes is not Java
                "-XX:ErrorFile=/dev/null", // what a crash prints says enough, and a file would stay
                "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(settings.jvmOptions());
        command.add("-cp");
        command.add(settings.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.addAll(List.of(
                EngineProcessMain.class.getName(), socket.toString(), String.valueOf(lanes), settings.program()));
        return command;
    }
}
