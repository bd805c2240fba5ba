package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrarServiceTest {
    @TempDir
    private Path directory;

    private RegistrarHome create() throws Exception {
        return RegistrarHome.create(
                directory.resolve("owner"),
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                KilledRegistrarTest.PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                new SecureRandom());
    }

    @Test
    void trustPolicyWithListsThatNodesCannotBeGiven_isRefused_ratherThanGivenWithoutThem() throws Exception {
        RegistrarHome home = create();
        char[] passphrase = KilledRegistrarTest.PASSPHRASE.toCharArray();
        try (OpenOwner owner = home.open(passphrase, Clock.SYSTEM, new SecureRandom())) {
            Files.write(
                    home.directory().resolve("mine.crl"),
                    owner.authority()
                            .revocationList(List.of(), BigInteger.ONE, Duration.ofDays(7))
                            .toArray());
        }
        Files.writeString(
                home.directory().resolve(TrustPolicyFile.FILE_NAME),
                "revoked: [mine.crl]\n",
                StandardOpenOption.APPEND);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

        assertThatThrownBy(() -> RegistrarService.start(home, passphrase, any, Clock.SYSTEM, new SecureRandom()))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining("trust.yaml")
                .hasMessageContaining("'revoked'")
                .hasMessageContaining("Take them away");
    }

    @Test
    void registrarThatCannotSayWhereItIs_leavesItsPortAndItsBook() throws Exception {
        RegistrarHome home = create();
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
