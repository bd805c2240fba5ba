package io.signet.firstboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrarAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://farm.example:8644", "farm.example", " farm.example:8644/\n"})
    void whatPeopleType_isUnderstood(String text) {
        assertThat(RegistrarAddress.parse(text)).isEqualTo(URI.create("https://farm.example:8644"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://farm.example",
                "https://anna@farm.example",
                "https://farm.example/x",
                "https://farm.example?x",
                "farm example",
                "https://farm.example:0",
                "https://farm.example:70000"
            })
    void anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> RegistrarAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://HOST:PORT");
    }

    @Test
    void stick_saysItInAFileOrByAQrCode_andADamagedOneSaysNothing(@TempDir Path stick) throws Exception {
        assertThat(MediaSource.in(stick).find()).isEmpty();
        Files.writeString(stick.resolve("signet-qr.txt"), "https://farm.example:8644\n");
        assertThat(MediaSource.in(stick).find()).containsExactly(URI.create("https://farm.example:8644"));
        Files.writeString(stick.resolve("signet.yaml"), "registrar: 192.0.2.7\n");
        assertThat(MediaSource.in(stick).find()).containsExactly(URI.create("https://192.0.2.7:8644"));
        Files.writeString(stick.resolve("signet.yaml"), "registrar: 192.0.2.7\nrun: me\n");
        assertThat(MediaSource.in(stick).find()).isEmpty();
        assertThat(MediaSource.in(stick.resolve("pulled-out")).find()).isEmpty();
    }
}
