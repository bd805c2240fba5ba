package io.signet.kura.internal;

import java.util.OptionalInt;

/** How the node's console is: what is, not what is wished. */
sealed interface ConsoleState {
    /** Nobody switched it on. */
    record Off() implements ConsoleState {}

    /** It is switched on, and nobody can call it: it has no pages yet, or its port is another's. */
    record NotListening() implements ConsoleState {}

    /**
     * It can be called.
     *
     * @param port where it listens, also if any free port was asked for
     */
    record Listening(int port) implements ConsoleState {}

    /**
     * How it is.
     *
     * @param on whether it is switched on
     * @param port where its server listens, if it does
     */
    static ConsoleState of(boolean on, OptionalInt port) {
        if (!on) {
            return new Off();
        }
        return port.isPresent() ? new Listening(port.getAsInt()) : new NotListening();
    }

    /** The same in words for Kura's console. */
    default String text() {
        if (this instanceof Listening listening) {
            return "https://ADDRESS-OF-THIS-GATEWAY:" + listening.port() + "/";
        }
        return this instanceof Off
                ? "off; Signet Gateway switches it on"
                : "configured, not listening; if it stays so, Kura's log says why";
    }
}
