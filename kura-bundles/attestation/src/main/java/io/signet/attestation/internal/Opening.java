package io.signet.attestation.internal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Things that are opened one after the other, and all closed again unless the last of them is reached. */
final class Opening implements AutoCloseable {
    private final Deque<Closing> opened = new ArrayDeque<>();

    /** Something was opened, which {@code closing} closes. */
    void add(Closing closing) {
        opened.push(closing);
    }

    /** All is open and stays so. */
    void done() {
        opened.clear();
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }
}
