package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
    private static final Statement STATEMENT = TestLog.statement(FuzzSeeds.NODE);

    private static Statement with(String model, String engine, String device, long timeMillis) {
        return new Statement(
                STATEMENT.node(),
                STATEMENT.assurance(),
                model,
                STATEMENT.modelPackage(),
                STATEMENT.input(),
                STATEMENT.output(),
                engine,
                device,
                STATEMENT.nonce(),
                STATEMENT.requester(),
                timeMillis);
    }

    @Test
    void largestStatement_isWithinItsLimitAndRead() throws MalformedException {
        String longest = "~".repeat(64);
        Statement largest = with(longest, longest, longest, 253_402_300_799_999L);
        assertThat(largest.encode().size()).isLessThanOrEqualTo(Statement.SIZE_BYTES_MAX);
        assertThat(Statement.decode(largest.encode())).isEqualTo(largest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\nb",
                "a\u001b[31m",
                "caf\u00e9",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void labelThatIsNotShortPrintableAscii_isRefused(String label) {
        assertThatThrownBy(() -> with(label, "e", "d", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with("m", label, "d", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with("m", "e", label, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeOutOfRange_isRefused() {
        assertThatThrownBy(() -> with("m", "e", "d", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with("m", "e", "d", 253_402_300_800_000L))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherVersionAssuranceOrLabel_isMalformed() {
        String hex = STATEMENT.encode().toHex();
        for (String changed : new String[] {
            hex.replaceFirst("ac0001", "ac0002"),
            hex.replaceFirst("68736f667477617265", "68736f667477617266"),
            hex.replaceFirst("6c6d65746572", "6c0a65746572"),
            hex.replaceFirst("ac0001", "ab0001")
        }) {
            assertThat(changed).isNotEqualTo(hex);
            assertThatThrownBy(() -> Statement.decode(Bytes.fromHex(changed)))
                    .isInstanceOf(MalformedException.class)
                    // A refusal is shown to people: it must not repeat what it refuses.
                    .hasMessageNotContaining("\n");
        }
    }
}
