package io.signet.attestation.tpm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** What somebody on the bus sees, and may alter. */
final class RecordingTransport implements TpmTransport {
    private final TpmTransport inner;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private UnaryOperator<byte[]> responses = UnaryOperator.identity();
    private int commandsUntilCut = Integer.MAX_VALUE;
    private boolean goneForGood;
    private boolean gone;
    private int connections;

    RecordingTransport(TpmTransport inner) {
        this.inner = inner;
    }

    /** Alters every response from now on. */
    void alter(UnaryOperator<byte[]> alteration) {
        responses = alteration;
    }

    /** The connection breaks when {@code commands} more have been answered, as when a resource manager is restarted. */
    void cutAfter(int commands) {
        commandsUntilCut = commands;
    }

    /** The same, and there is no connection afterwards. */
    void cutForGoodAfter(int commands) {
        cutAfter(commands);
        goneForGood = true;
    }

    int connections() {
        return connections;
    }

    /** Everything that went either way. */
    byte[] seen() {
        return seen.toByteArray();
    }

    @Override
    public Channel connect() throws IOException {
        connections++;
        if (gone) {
            throw new IOException("gone");
        }
        Channel channel = inner.connect();
        return new Channel() {
            @Override
            public byte[] exchange(byte[] command) throws IOException {
                if (commandsUntilCut == 0) {
                    commandsUntilCut = Integer.MAX_VALUE;
                    gone = goneForGood;
                    throw new IOException("cut");
                }
                commandsUntilCut--;
                seen.writeBytes(command);
                byte[] response = responses.apply(channel.exchange(command));
                seen.writeBytes(response);
                return response;
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
