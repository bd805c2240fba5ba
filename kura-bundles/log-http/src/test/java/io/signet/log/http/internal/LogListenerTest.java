package io.signet.log.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.CosignedHead;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are slow, or too many, take nobody's place for long. */
@Timeout(60)
class LogListenerTest {
    /** Holds nothing. */
    private static final TiledLog NONE = new TiledLog() {
        @Override
        public TreeHead head() throws IOException {
            throw new IOException("no head");
        }

        @Override
        public Optional<CosignedHead> cosigned() {
            return Optional.empty();
        }

        @Override
        public Bytes tile(TileId tile) throws IOException {
            throw new TileMissingException(tile);
        }
    };

    private static LogListener start(int connectionsMax) throws IOException {
        return LogListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                NONE,
                Optional.of(Bytes.utf8("identity")),
                connectionsMax,
                1);
    }

    private static Socket connect(LogListener listener) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listener.port());
    }

    private static String ask(Socket socket, String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return answer(socket);
    }

    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[4_096];
        int count = in.read(answer);
        return new String(answer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1);
    }

    @Test
    void clientThatNeverEndsItsRequest_isCutOff() throws IOException {
        try (LogListener listener = start(4);
                Socket slow = connect(listener)) {
            slow.getOutputStream().write("GET /iden".getBytes(StandardCharsets.US_ASCII));
            assertThat(isOver(slow)).isTrue();
        }
    }

    private static boolean isOver(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void oneMoreThanThereMayBe_isTurnedAwayAndThePlaceIsFreeAgainLater() throws IOException {
        try (LogListener listener = start(1)) {
            try (Socket first = connect(listener);
                    Socket second = connect(listener)) {
                assertThat(ask(first, "/identity")).endsWith("identity");
                assertThat(isOver(second)).isTrue();
                assertThat(isOver(first)).as("it stayed without a request").isTrue();
            }
            String answer = "";
            while (answer.isEmpty()) { // the thread of the first may yet have to end
                try (Socket third = connect(listener)) {
                    answer = ask(third, "/identity");
                } catch (SocketException turnedAway) {
                    answer = "";
                }
            }
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("identity");
        }
    }

    @Test
    void severalRequestsOnOneConnection_areAnsweredInOrder() throws IOException {
        try (LogListener listener = start(2);
                Socket socket = connect(listener)) {
            assertThat(ask(socket, "/identity")).startsWith("HTTP/1.1 200 ");
            assertThat(ask(socket, "/tile/0/000")).startsWith("HTTP/1.1 404 ").contains("tile/0/000 is not here");
            assertThat(ask(socket, "/identity")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void logThatCanNotBeRead_isUnavailable() throws IOException {
        try (LogListener listener = start(2);
                Socket socket = connect(listener)) {
            assertThat(ask(socket, "/checkpoint")).startsWith("HTTP/1.1 503 ");
        }
    }
}
