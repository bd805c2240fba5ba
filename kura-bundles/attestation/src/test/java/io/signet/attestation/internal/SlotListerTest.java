package io.signet.attestation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Java 17's provider prints of SoftHSM. */
class SlotListerTest {
    private static final String INFO =
            """
            Information for provider SunPKCS11-list
            All slots: 299811029, 1
            Slots with tokens: 299811029, 1, 4000000000
            Slot info for slot 299811029:
              slotDescription: SoftHSM slot ID 0x11dec0d5
            Token info for token in slot 299811029:
              label: my token                       \s
              manufacturerID: SoftHSM project                \s
              serialNumber: a988a7c591dec0d5
              flags: CKF_RNG
            """;

    @Test
    void slotsAndTokens_areRead() {
        assertThat(SlotLister.slots(INFO)).containsExactly(299_811_029, 1);
        assertThat(SlotLister.slots("Slots with tokens: (none)\n")).isEmpty();
        assertThat(SlotLister.value(INFO, "  label: ")).isEqualTo("my token");
        assertThat(SlotLister.value(INFO, "  model: ")).isEmpty();
    }

    @Test
    void lines_areParsedAndAnythingElseIsRefused() throws IOException {
        assertThat(SlotLister.parse("7\t00a1\tmy token\n1\t\t\n"))
                .isEqualTo(List.of(new SlotLister.Slot(7, "00a1", "my token"), new SlotLister.Slot(1, "", "")));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SlotLister.parse("# A fatal error has been detected"))
                .withMessageContaining("fatal error");
    }
}
