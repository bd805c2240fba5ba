package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class HmacTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void vectorOfTheRfc_isComputedWhateverItsParts() {
        String code = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"; // RFC 4231 section 4.3
        assertThat(HexFormat.of().formatHex(Hmac.sha256(ascii("Jefe"), ascii("what do ya want for nothing?"))))
                .isEqualTo(code);
        assertThat(HexFormat.of()
                        .formatHex(Hmac.sha256(ascii("Jefe"), ascii("what do ya "), ascii("want for nothing?"))))
                .isEqualTo(code);
    }

    @Test
    void emptyKey_isOneOfZeros() {
        assertThat(Hmac.sha256(new byte[0], ascii("x"))).isEqualTo(Hmac.sha256(new byte[64], ascii("x")));
    }
}
