package io.signet.gateway.web;

import io.signet.statement.Bytes;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** Where the events of one stream come from. Thread-safe. */
@ConsumerType
public interface WebEvents {
    /** The stream is open; {@code sink} takes events from now on, from any thread. */
    void opened(Sink sink);

    /** The stream is closed, by whomever: told once, on any thread, perhaps before {@link #opened} has returned. */
    void closed();

    /** One client's end of a stream. Thread-safe. */
    @ProviderType
    interface Sink {
        /**
         * Sends {@code text}, which is whole lines of the stream's format, when the client has taken what was sent before. Never waits.
         *
         * @return false if the stream is closed, which it is from now on if the client has left too much unread
         */
        boolean offer(Bytes text);

        /** Ends the stream when the client has taken what was sent. */
        void end();
    }
}
