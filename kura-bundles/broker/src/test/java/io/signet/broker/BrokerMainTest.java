package io.signet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerMainTest {
    private static final List<String> REQUIRED =
            List.of("--mesh", "demo", "--chain", "c.pem", "--key", "k.pem", "--owners", "o.pem", "--data", "d");

    @Test
    void requiredOptions_haveSafeDefaults() {
        BrokerMain.Arguments parsed = BrokerMain.parse(REQUIRED);

        assertThat(parsed.options().bindAddress()).isEqualTo("127.0.0.1");
        assertThat(parsed.options().port()).isEqualTo(8883);
        assertThat(parsed.options().key()).isEqualTo(Path.of("k.pem"));
        assertThat(parsed.untilStdinCloses()).isFalse();
    }

    @Test
    void allOptions_areTaken() {
        List<String> args = new ArrayList<>(REQUIRED);
        args.addAll(List.of("--until-stdin-closes", "--port", "0", "--bind", "::1", "--packet-bytes-max", "65536"));

        BrokerMain.Arguments parsed = BrokerMain.parse(args);

        assertThat(parsed.options().port()).isZero();
        assertThat(parsed.options().bindAddress()).isEqualTo("::1");
        assertThat(parsed.options().packetBytesMax()).isEqualTo(65_536);
        assertThat(parsed.untilStdinCloses()).isTrue();
    }

    @Test
    void missingUnknownOrWrongOptions_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerMain.parse(REQUIRED.subList(2, REQUIRED.size())))
                .withMessage("missing option --mesh");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerMain.parse(List.of("--frobnicate", "1")))
                .withMessageContaining("--frobnicate");
        List<String> wrongPort = new ArrayList<>(REQUIRED);
        wrongPort.addAll(List.of("--port", "many"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerMain.parse(wrongPort))
                .withMessage("--port takes a number, not 'many'");
    }
}
