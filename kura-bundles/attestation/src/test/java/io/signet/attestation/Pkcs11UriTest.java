package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {
    private static final String QUERY = "?module-path=/lib/hsm.so&pin-source=file:/etc/pin";

    @Test
    void everyAttribute_isParsedAndPrintedAgain() {
        String text = "pkcs11:token=My%20HSM;serial=00a1;object=node%3D1;type=private"
                + "?pin-source=/etc/my%20pin&module-path=/usr/lib/hsm+2.so";

        Pkcs11Uri uri = Pkcs11Uri.parse(text);

        assertThat(uri)
                .isEqualTo(new Pkcs11Uri(
                        Optional.of("My HSM"),
                        Optional.of("00a1"),
                        OptionalInt.empty(),
                        "node=1",
                        Path.of("/usr/lib/hsm+2.so"),
                        Path.of("/etc/my pin")));
        assertThat(uri)
                .hasToString("pkcs11:token=My%20HSM;serial=00a1;object=node%3D1"
                        + "?module-path=/usr/lib/hsm%2B2.so&pin-source=file:/etc/my%20pin");
        assertThat(Pkcs11Uri.parse(uri.toString())).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/etc/pin", "file:///etc/pin", "/etc/pin"})
    void pinSource_isAFileInAnyForm(String source) {
        assertThat(Pkcs11Uri.parse("pkcs11:slot-id=7;object=node?module-path=/lib/hsm.so&pin-source=" + source)
                        .pinFile())
                .isEqualTo(Path.of("/etc/pin"));
    }

    @Test
    void slotId_standsForTheToken() {
        Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:slot-id=7;object=node" + QUERY);

        assertThat(uri.slot()).hasValue(7);
        assertThat(uri).hasToString("pkcs11:slot-id=7;object=node" + QUERY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://example.com | expected a PKCS#11 URI",
                "pkcs11:token=a;object=n?module-path=/m&pin-source=/p&pin-value=1234 | does not belong into a config",
                "pkcs11:token=a;id=%01?module-path=/m&pin-source=/p | by their label",
                "pkcs11:token=a;object=n?module-name=softhsm2&pin-source=/p | module-path=/FILE",
                "pkcs11:token=a;object=n;manufacturer=x?module-path=/m&pin-source=/p | 'manufacturer' is no attribute",
                "pkcs11:token=a;object=n;type=public?module-path=/m&pin-source=/p | type=public",
                "pkcs11:token=a;token=b;object=n?module-path=/m&pin-source=/p | token is there twice",
                "pkcs11:object=n?module-path=/m&pin-source=/p | one of token and slot-id",
                "pkcs11:token=a;slot-id=1;object=n?module-path=/m&pin-source=/p | one of token and slot-id",
                "pkcs11:slot-id=x;object=n?module-path=/m&pin-source=/p | slot-id is a number",
                "pkcs11:slot-id=-1;object=n?module-path=/m&pin-source=/p | slot-id is 0 to",
                "pkcs11:token=a?module-path=/m&pin-source=/p | needs object",
                "pkcs11:token=a;object=n?pin-source=/p | needs module-path",
                "pkcs11:token=a;object=n?module-path=/m | needs pin-source",
                "pkcs11:token=a;object=n | needs module-path",
                "pkcs11:token=a;object=n?module-path=m.so&pin-source=/p | module-path must be the absolute path",
                "pkcs11:token=a;object=n?module-path=/m%22%0a&pin-source=/p | module-path must be the absolute path",
                "pkcs11:token=%zz;object=n?module-path=/m&pin-source=/p | not percent-encoded",
                "pkcs11:token=a;object=?module-path=/m&pin-source=/p | object must be 1 to 32 characters",
                "pkcs11:token=a%0a;object=n?module-path=/m&pin-source=/p | token must be 1 to 32 characters"
            })
    void wrongUri_isRefusedWithWhatToDo(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pkcs11Uri.parse(text))
                .withMessageContaining(reason);
    }

    @Test
    void aPinInTheUri_isNotRepeatedInTheRefusal() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Pkcs11Uri.parse("pkcs11:token=a;object=n?module-path=/m&pin-source=/p&pin-value=31337"))
                .matches(e -> !String.valueOf(e.getMessage()).contains("31337"));
    }
}
