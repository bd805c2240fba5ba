package io.signet.statement.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.MalformedException;
import org.junit.jupiter.api.Test;

class LabelsTest {
    @Test
    void printableAsciiOf1To64Characters_isALabel() {
        for (String label : new String[] {" ", "~", "tensorflow/2.18.0", "x".repeat(64)}) {
            assertThatCode(() -> Labels.require("it", label)).doesNotThrowAnyException();
            assertThatCode(() -> Labels.check("it", label, 7)).doesNotThrowAnyException();
        }
    }

    @Test
    void anythingElse_isRefusedWithoutBeingRepeated() {
        String complaint = "it is not 1 to 64 characters of printable ASCII";
        for (String label : new String[] {"", "x".repeat(65), "a\u001fb", "a\u007f", "\u00fc", "\u202e"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Labels.require("it", label))
                    .withMessage(complaint);
            assertThatExceptionOfType(MalformedException.class)
                    .isThrownBy(() -> Labels.check("it", label, 7))
                    .withMessageContaining(complaint)
                    .satisfies(e -> assertThat(e.offset()).isEqualTo(7));
        }
    }

    @Test
    void nameOfAnyScript_isAName() {
        for (String name : new String[] {"A", "\u00d6zlem & S\u00f6hne GmbH", "\u6c34\u9053", "x".repeat(64), "a b"}) {
            assertThat(Labels.isName(name)).as(name).isTrue();
        }
    }

    @Test
    void nameThatCouldShowSomethingElse_isNone() {
        for (String name : new String[] {
            "",
            " ",
            "x".repeat(65),
            "a\nb",
            "a\u0007",
            "a\u202eb",
            "a\u200bb",
            "a\ud800",
            "a\ue000",
            "a\u0378",
            "a\u2028",
            "a\u2029"
        }) {
            assertThat(Labels.isName(name)).isFalse();
        }
    }

    @Test
    void messageAboutHostileBytes_isShortAndPrintable() {
        assertThat(Labels.printable(new IllegalStateException())).isEqualTo("IllegalStateException");
        assertThat(Labels.printable(new IllegalStateException("a\u001b[1m\u00fc ~")))
                .isEqualTo("a?[1m? ~");
        assertThat(Labels.printable(new IllegalStateException("x".repeat(200)))).isEqualTo("x".repeat(200));
        assertThat(Labels.printable(new IllegalStateException("x".repeat(201)))).isEqualTo("x".repeat(200));
    }

    @Test
    void timesFrom1970To9999_areAllowed() {
        assertThatCode(() -> Times.require("the time", 0)).doesNotThrowAnyException();
        assertThatCode(() -> Times.require("the time", Times.MILLIS_MAX)).doesNotThrowAnyException();
        for (long millis : new long[] {-1, Times.MILLIS_MAX + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Times.require("the time", millis))
                    .withMessage("the time is not 0 to 253402300799999 milliseconds since 1970 but " + millis);
        }
    }
}
