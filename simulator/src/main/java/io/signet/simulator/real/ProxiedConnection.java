package io.signet.simulator.real;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One connection through a {@link FaultProxy}: in each direction, a thread that takes bytes and one that delivers them. */
final class ProxiedConnection {
    private static final int CHUNK_BYTES = 16 << 10;
    private static final int CHUNKS_MAX = 256;

    private final Socket caller;
    private final Socket callee;
    private final Supplier<Link> link;
    private final Consumer<ProxiedConnection> ended;
    private boolean closed;

    /** Bytes on their way; none at the end of a stream. */
    private static final class Chunk {
        final byte[] bytes;
        final long dueNanos;

        Chunk(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    ProxiedConnection(Socket caller, Socket callee, Supplier<Link> link, Consumer<ProxiedConnection> ended) {
        this.caller = caller;
        this.callee = callee;
        this.link = link;
        this.ended = ended;
    }

    void start(Supplier<RandomGenerator> randoms) throws IOException {
        caller.setTcpNoDelay(true); // what waits, waits as long as the link says
        callee.setTcpNoDelay(true);
        relay(caller, callee, randoms.get());
        relay(callee, caller, randoms.get());
    }

    private void relay(Socket from, Socket to, RandomGenerator random) {
        BlockingQueue<Chunk> onTheirWay = new ArrayBlockingQueue<>(CHUNKS_MAX);
        run(() -> take(from, onTheirWay, new Schedule(System.nanoTime(), random)));
        run(() -> deliver(onTheirWay, to));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) { // an end broke, or was broken: so is the other
                        reset();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        reset();
                    }
                },
                "fault-proxy-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void take(Socket from, BlockingQueue<Chunk> onTheirWay, Schedule schedule)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        InputStream in = from.getInputStream();
        int read;
        do {
            read = in.read(buffer);
            byte[] bytes = Arrays.copyOf(buffer, Math.max(0, read));
            Chunk chunk = new Chunk(bytes, schedule.due(System.nanoTime(), bytes.length, link.get()));
            while (!onTheirWay.offer(chunk, 1, TimeUnit.SECONDS)) {
                if (isClosed()) {
                    return;
                }
            }
        } while (read >= 0);
    }

    private void deliver(BlockingQueue<Chunk> onTheirWay, Socket to) throws IOException, InterruptedException {
        while (!isClosed()) {
            Chunk chunk = onTheirWay.poll(1, TimeUnit.SECONDS);
            if (chunk == null) {
                continue;
            }
            if (!awaitPassage(chunk)) {
                return;
            }
            if (chunk.bytes.length == 0) {
                to.shutdownOutput();
                closeIfBothEnded();
                return;
            }
            to.getOutputStream().write(chunk.bytes);
        }
    }

    /** Waits until {@code chunk} has arrived and the link passes it; false if the connection ended before. */
    private synchronized boolean awaitPassage(Chunk chunk) throws InterruptedException {
        while (!closed) {
            long left = chunk.dueNanos - System.nanoTime();
            if (left <= 0 && !link.get().stalled()) {
                return true;
            }
            wait(left > 0 ? TimeUnit.NANOSECONDS.toMillis(left) + 1 : 0);
        }
        return false;
    }

    private synchronized void closeIfBothEnded() throws IOException {
        if (caller.isOutputShutdown() && callee.isOutputShutdown()) {
            end();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** The link is another one. */
    synchronized void linkChanged() {
        notifyAll();
    }

    /** Breaks the connection at both ends. */
    synchronized void reset() {
        if (closed) {
            return;
        }
        try {
            reset(caller);
            reset(callee);
            end();
        } catch (IOException e) {
            throw new IllegalStateException("a socket can't be closed", e);
        }
    }

    private synchronized void end() throws IOException {
        closed = true;
        notifyAll();
        caller.close();
        callee.close();
        ended.accept(this);
    }

    /** Breaks a connection: its other end sees a reset, no end of stream. */
    static void reset(Socket socket) throws IOException {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // its other end, or who forwards from it, was faster
        }
        socket.close();
    }
}
