package io.signet.attestation.tpm;

import io.signet.runtime.Clock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An emulated TPM: one process of swtpm with its state in a directory. It protects nothing, as whoever reads the
 * directory has its keys; it is there so that tests and demonstrations run the code that runs with a chip.
 */
public final class EmulatedTpm implements AutoCloseable {
    private static final String PROGRAM = "swtpm";
    private static final String SOCKET = "socket";
    private static final String LOG = "swtpm.log";
    /** What the address of a Unix socket has room for on Linux (sun_path, less the zero at its end). */
    private static final int SOCKET_PATH_BYTES_MAX = 107;

    private static final Duration START_MAX = Duration.ofSeconds(10);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(2);
    /** Ends the emulator with its standard input, that is with whoever started it, however that ends. */
    private static final List<String> UNTIL_STDIN_CLOSES = List.of(
            "sh",
            "-c",
            """
            exec 3<&0
            trap '' INT # the terminal's interrupt stops the node first
            "$@" </dev/null 3<&- & emulator=$!
            trap 'kill $emulator' TERM
            (read -r _ <&3; kill $emulator) & watcher=$!
            while kill -0 $emulator 2>/dev/null; do wait $emulator; done
            kill $watcher 2>/dev/null
            """,
            "sh");

    private final Path directory;
    private final Process process;

    private EmulatedTpm(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /** Whether this machine has swtpm. */
    public static boolean isInstalled() {
        return isInstalled(System.getenv().getOrDefault("PATH", ""));
    }

    /** Whether swtpm is in {@code searchPath}, directories with colons between. */
    public static boolean isInstalled(String searchPath) {
        return program(searchPath).isPresent();
    }

    private static Optional<Path> program(String searchPath) {
        return Arrays.stream(searchPath.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The socket of the emulator whose state is in {@code directory}. */
    public static Path socket(Path directory) {
        return directory.resolve(SOCKET);
    }

    /** Whether the path of {@code directory} is short enough for {@link #start}: a socket's address has little room. */
    public static boolean fits(Path directory) {
        return socket(directory.toAbsolutePath()).toString().getBytes(StandardCharsets.UTF_8).length
                <= SOCKET_PATH_BYTES_MAX;
    }

    /**
     * Switches on the emulator whose state is in {@code directory}, as a machine's start would: its registers are zero.
     *
     * @param directory made, with a new TPM in it, if need be
     * @param outlivesParent false if it is to end when this process does, however it ends
     * @throws IOException if swtpm is not installed, does not start, or runs already in this directory
     */
    public static EmulatedTpm start(Path directory, boolean outlivesParent) throws IOException {
        Path program = program(System.getenv().getOrDefault("PATH", ""))
                .orElseThrow(() -> new IOException("swtpm is not installed: apt-get install swtpm"));
        Path socket = socket(Files.createDirectories(directory).toAbsolutePath());
        if (!fits(directory)) {
            throw new IOException(socket + " is too long for a socket: choose a shorter directory");
        }
        if (isServed(socket)) { // without this look its socket would be gone, and it out of reach
            throw new IOException("an emulated TPM runs in " + directory
                    + " already: stop the program that started it, or that swtpm if the program is gone");
        }
        Files.deleteIfExists(socket); // the last one's
        List<String> command = new ArrayList<>(outlivesParent ? List.of() : UNTIL_STDIN_CLOSES);
        command.addAll(List.of(
                program.toString(),
                "socket",
                "--tpm2",
                "--tpmstate",
                "dir=.",
                "--server",
                "type=unixio,path=" + SOCKET,
                "--flags",
                "startup-clear,not-need-init"));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(LOG).toFile())
                .start();
        EmulatedTpm tpm = new EmulatedTpm(directory, process);
        tpm.awaitSocket(socket);
        return tpm;
    }

    private void awaitSocket(Path socket) throws IOException {
        long deadline = Clock.SYSTEM.monotonicNanos() + START_MAX.toNanos();
        while (!isServed(socket)) {
            if (!process.isAlive() || Clock.SYSTEM.monotonicNanos() > deadline) {
                close();
                throw new IOException("swtpm did not start in " + directory + ": "
                        + Files.readString(directory.resolve(LOG)).strip());
            }
            LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
    }

    /** Whether somebody listens there, however busy. */
    private static boolean isServed(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false); // else it waits for a place in the queue
            channel.connect(UnixDomainSocketAddress.of(socket));
            return true;
        } catch (ConnectException nobody) {
            return false;
        } catch (IOException queueIsFull) {
            return true;
        }
    }

    /** Where it is reached, by one program at a time. */
    public TpmAddress address() {
        return new TpmAddress.Socket(socket(directory));
    }

    /** Its process. */
    public ProcessHandle process() {
        return process.toHandle();
    }

    /** Kills it with SIGKILL: the TPM is gone, its state stays, and another may be started there at once. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        // The emulator is a child of the shell that watches for us, which can't be waited for: its socket tells.
        long deadline = Clock.SYSTEM.monotonicNanos() + STOP_MAX.toNanos();
        while (isServed(socket(directory)) && Clock.SYSTEM.monotonicNanos() < deadline) {
            LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
        }
    }

    /** Switches it off. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
