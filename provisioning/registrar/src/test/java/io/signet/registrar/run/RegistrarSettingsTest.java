package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrarSettingsTest {
    @TempDir
    private Path directory;

    private RegistrarSettings read(String text) throws Exception {
        return RegistrarSettings.read(
                Files.writeString(directory.resolve(RegistrarHome.SETTINGS_FILE), text.replace("~", "\n")));
    }

    @Test
    void hostsAndDatabase_areRead_andThePasswordFromItsOwnFile() throws Exception {
        RegistrarSettings settings = read("hosts: [a.example, 192.0.2.7]~database:~  url: jdbc:postgresql://db/signet~"
                + "  user: signet~  password-file: password~");
        assertThat(settings.hosts()).containsExactly("a.example", "192.0.2.7");
        RegistrarSettings.Database database = settings.database().orElseThrow();
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(database::login).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        assertThat(database.login()).containsEntry("user", "signet").containsEntry("password", "secret");
        assertThat(read("hosts: [a.example]").database()).isEmpty();
    }

    @Test
    void nodesCertificates_lastAYearUnlessTheOwnerWantsAnother() throws Exception {
        assertThat(read("hosts: [a.example]").certificateLife()).isEqualTo(Duration.ofDays(365));
        assertThat(read("hosts: [a.example]~certificate-days: 30").certificateLife())
                .isEqualTo(Duration.ofDays(30));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts: [a]~certificate-days: 6|registrar.yaml:2: certificate-days: 6 is not a whole number of 7 to 825",
                "hosts: []|registrar.yaml:1: hosts: expected a list of 1 to 32",
                "hosts: [a]~port: 1|registrar.yaml:2: unknown key port",
                "hosts: [a]~database:~  url: jdbc:h2:file:x~  user: a~  password-file: b|database.url: expected jdbc:postgresql:",
                "hosts: [a]~database:~  url: jdbc:postgresql://h/d?password=x~  user: a~  password-file: b|no place for a password",
                "hosts: [a]~database:~  url: jdbc:postgresql://h/d~  user: a|database.password-file is missing"
            })
    void otherSettings_areRefused(String text, String problem) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining(problem);
    }
}
