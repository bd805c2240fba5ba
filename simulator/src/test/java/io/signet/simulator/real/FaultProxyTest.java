package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends are the test itself: what one end writes is read at the other. */
@Timeout(60)
final class FaultProxyTest {
    private ServerSocket listening;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        proxy = FaultProxy.start(listening.getLocalPort(), Link.CLEAR, Random::new);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        listening.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
    }

    @Test
    void clearLink_passesBothDirectionsAndTheirEnds() throws IOException {
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "question");
            assertThat(read(callee, 8)).isEqualTo("question");
            write(callee, "answer");
            callee.shutdownOutput();
            assertThat(read(caller, 7)).isEqualTo("answer");
            write(caller, "thanks");
            caller.shutdownOutput();
            assertThat(read(callee, 7)).isEqualTo("thanks");
        }
    }

    @Test
    void manyBytesThroughASlowLink_arriveCompleteAndInOrder() throws IOException {
        proxy.set(Link.CLEAR.slower(Duration.ofMillis(5)).withJitter(1).lossier(0.02));
        byte[] bytes = new byte[1 << 20];
        new Random(3).nextBytes(bytes);
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            Thread writer = new Thread(() -> {
                try {
                    caller.getOutputStream().write(bytes);
                    caller.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            assertThat(callee.getInputStream().readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void stalledLink_deliversNothingUntilItPassesAgain() throws IOException {
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "before");
            assertThat(read(callee, 6)).isEqualTo("before");
            proxy.set(Link.CLEAR.stall());
            write(caller, "after");
            callee.setSoTimeout(100);
            assertThatThrownBy(() -> read(callee, 1)).isInstanceOf(SocketTimeoutException.class);

            callee.setSoTimeout(0);
            proxy.set(Link.CLEAR);
            assertThat(read(callee, 5)).isEqualTo("after");
        }
    }

    @Test
    void cut_resetsBothEndsAndTakesNewConnections() throws IOException {
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "x");
            read(callee, 1);
            proxy.cut();
            assertThatThrownBy(() -> read(caller, 1)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> read(callee, 1)).isInstanceOf(SocketException.class);
            assertThat(proxy.connections()).isZero();
        }
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "again");
            assertThat(read(callee, 5)).isEqualTo("again");
        }
    }

    @Test
    void refusingLink_resetsWhatIsThereAndWhatComes() throws IOException {
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "x");
            read(callee, 1);
            proxy.set(Link.CLEAR.refuse());
            assertThatThrownBy(() -> read(caller, 1)).isInstanceOf(SocketException.class);
        }
        try (Socket refused = connect()) {
            assertThatThrownBy(() -> read(refused, 1)).isInstanceOf(SocketException.class);
        }
        proxy.set(Link.CLEAR);
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "again");
            assertThat(read(callee, 5)).isEqualTo("again");
        }
    }

    @Test
    void nobodyListensBehind_callerIsReset() throws IOException {
        listening.close();
        try (Socket caller = connect()) {
            assertThatThrownBy(() -> read(caller, 1)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void calleeBreaks_callerSeesIt() throws IOException {
        try (Socket caller = connect();
                Socket callee = listening.accept()) {
            write(caller, "x");
            read(callee, 1);
            ProxiedConnection.reset(callee);
            assertThatThrownBy(() -> read(caller, 1)).isInstanceOf(SocketException.class);
        }
    }
}
