package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrarServiceTest {
    @TempDir
    private Path directory;

    @Test
    void registrarThatCannotSayWhereItIs_leavesItsPortAndItsBook() throws Exception {
        RegistrarHome home = RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                KilledRegistrarTest.PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                new SecureRandom());
        Files.createDirectory(home.urlFile());
        InetSocketAddress address;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) free.getLocalSocketAddress();
        }

        assertThatThrownBy(() -> RegistrarService.start(
                        home, KilledRegistrarTest.PASSPHRASE.toCharArray(), address, Clock.SYSTEM, new SecureRandom()))
                .isInstanceOf(IOException.class);

        new ServerSocket(address.getPort(), 1, address.getAddress()).close();
        home.book().close();
    }
}
