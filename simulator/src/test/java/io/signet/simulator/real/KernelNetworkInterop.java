package io.signet.simulator.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.simulator.scenario.NetworkPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * This machine's kernel: what a process in a namespace sends arrives, a link that is down is silent and keeps connections,
 * and a killed run's namespaces are removed. Where namespaces are not allowed, what is shown is that this is said.
 */
@Tag("real")
@Timeout(120)
final class KernelNetworkInterop {
    private static final NetworkPlan PLAN = new NetworkPlan(
            List.of(new NetworkPlan.Broker("first", "south"), new NetworkPlan.Broker("second", "south")),
            Duration.ofMillis(1),
            Map.of(),
            0,
            0,
            0,
            0);
    private static final String NORTH = "north";
    private static final SystemCommands COMMANDS = SystemCommands.OF_THIS_MACHINE;

    private final List<Process> started = new ArrayList<>();
    private NetworkAbility ability = NetworkAbility.none("not probed");
    private NodeNetwork network = new LoopbackNetwork("not opened");

    @BeforeEach
    void open() throws Exception {
        Networks networks = Networks.of(COMMANDS, ProcessHandle.current().pid());
        ability = networks.ability();
        network = networks.open(ability, List.of(NORTH), PLAN);
    }

    @AfterEach
    void remove() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        network.remove();
        assertThat(namespaces())
                .noneMatch(name -> name.contains("-" + ProcessHandle.current().pid() + "-"));
    }

    private static List<String> namespaces() throws Exception {
        try {
            return COMMANDS.run(List.of("ip", "netns", "list")).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean isAllowed() {
        if (network instanceof LoopbackNetwork) {
            assertThat(network.describe()).startsWith("TCP relays; no network namespaces: ");
            return false;
        }
        return true;
    }

    /** A process in the namespace that sends each line of its input to {@code listening}. */
    private Process sender(ServerSocket listening) throws IOException {
        List<String> line = new ArrayList<>(network.prefix(NORTH));
        String way = "/dev/tcp/" + listening.getInetAddress().getHostAddress() + "/" + listening.getLocalPort();
        line.addAll(List.of("bash", "-c", "exec 3<>" + way + "; while read -r line; do echo \"$line\" >&3; done"));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        started.add(process);
        return process;
    }

    private static void say(Process process, String what) throws IOException {
        process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    @Test
    void linkThatIsDown_isSilentAndKeepsConnections() throws Exception {
        if (!isAllowed()) {
            return;
        }
        InetAddress first = InetAddress.getByName(network.brokerAddress(1));
        InetAddress second = InetAddress.getByName(network.brokerAddress(2));
        try (ServerSocket cut = new ServerSocket(0, 1, first);
                ServerSocket kept = new ServerSocket(0, 1, second)) {
            Process toCut = sender(cut);
            Process toKept = sender(kept);
            try (Socket fromCut = cut.accept();
                    Socket fromKept = kept.accept()) {
                assertThat(fromCut.getInetAddress().getHostAddress()).startsWith("198.19.");
                BufferedReader heard = reader(fromCut);
                say(toCut, "before");
                assertThat(heard.readLine()).isEqualTo("before");

                network.set(NORTH, 1, Link.CLEAR.stall());
                say(toCut, "meanwhile");
                say(toKept, "the other way");
                assertThat(reader(fromKept).readLine()).isEqualTo("the other way");
                fromCut.setSoTimeout(200);
                assertThat(isSilent(heard)).isTrue();
                Process late = sender(cut);
                assertThat(late.waitFor(500, TimeUnit.MILLISECONDS))
                        .as("told at once that there is no way")
                        .isFalse();

                network.set(NORTH, 1, Link.CLEAR);
                fromCut.setSoTimeout(0);
                assertThat(heard.readLine()).isEqualTo("meanwhile");
            }
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static boolean isSilent(BufferedReader heard) throws IOException {
        try {
            heard.readLine();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Test
    void whatRunsInANamespaceOfAKilledRun_isKilledAndTheNamespaceRemoved() throws Exception {
        if (!isAllowed()) {
            return;
        }
        List<String> line = new ArrayList<>(network.prefix(NORTH));
        line.addAll(List.of("sleep", "600"));
        Process left = new ProcessBuilder(line).start();
        started.add(left);
        long self = ProcessHandle.current().pid();

        new Leftovers(COMMANDS, pid -> pid != self && Leftovers.isAlive(pid)).removeNamespaces();

        assertThat(left.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(namespaces()).noneMatch(name -> name.contains("-" + self + "-"));
        network = new LoopbackNetwork("removed");
    }

    @Test
    void shapedLink_isTakenByTheKernelWhereItHasNetem() throws Exception {
        if (!isAllowed() || !ability.netem()) {
            assertThat(network.describe()).containsAnyOf("no netem: ", "no network namespaces: ");
            return;
        }
        network.set(
                NORTH,
                1,
                Link.CLEAR.slower(Duration.ofMillis(20)).withJitter(0.1).lossier(0.01));
        assertThat(network.left(Link.CLEAR.slower(Duration.ofMillis(20)))).isEqualTo(Link.CLEAR);
    }
}
