package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NodeClocksTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final NodeId NODE = NodeId.fromHex("00112233445566778899aabbccddeeff");

    private final NodeClocks clocks = new NodeClocks(new Clock() {
        @Override
        public long wallMillis() {
            return NOW;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    });

    private String look(Duration off) {
        return clocks.look(NODE, Long.toString(NOW + off.toMillis())).orElse("");
    }

    @Test
    void clockThatIsOff_isSaidOnce_untilItChangesOrIsRight() {
        assertThat(look(Duration.ofMinutes(4))).isEmpty();
        assertThat(look(Duration.ofDays(-365))).isEqualTo("365 days behind");
        assertThat(look(Duration.ofDays(-365).plusMinutes(1))).isEmpty();
        assertThat(look(Duration.ofMinutes(90))).isEqualTo("90 minutes ahead of");
        assertThat(look(Duration.ZERO)).isEqualTo("right");
        assertThat(look(Duration.ZERO)).isEmpty();
    }

    @Test
    void nonsense_isIgnored() {
        for (String text : new String[] {"", "-1", "yesterday", "99999999999999999999"}) {
            assertThat(clocks.look(NODE, text)).isEmpty();
        }
    }
}
