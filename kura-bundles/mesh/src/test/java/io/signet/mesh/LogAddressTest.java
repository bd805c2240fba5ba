package io.signet.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://node-1.example:8640/", "https://logs.example/farm/7/", "http://[2001:db8::1]:80/"})
    void addressBelowWhichTilesCanBe_isTaken(String url) {
        assertThat(new LogAddress(url)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "node-1.example:8640/",
                "ftp://node-1.example/",
                "file:///etc/",
                "http:///",
                "http://node-1.example",
                "http://node-1.example/?a/",
                "http://node-1.example/#a/",
                "http://me@node-1.example/",
                "http://node 1/",
                "http://n\u00f6de/",
                "http://node/[/"
            })
    void anyOther_isRefused(String url) {
        assertThatThrownBy(() -> new LogAddress(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the address of a log is http(s)://HOST[:PORT]/[PATH/], at most 100");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 5_000})
    void tooLongAddress_isRefused(int length) {
        assertThatThrownBy(() -> new LogAddress("http://" + "a".repeat(length - 8) + "/"))
                .hasMessageEndingWith("this one has " + length);
    }
}
