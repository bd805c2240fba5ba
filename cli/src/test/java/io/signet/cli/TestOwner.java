package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An owner with a mesh 'home', whose broker's port is free; what she does she does by commands.
 *
 * @param working where commands run
 * @param directory her own
 * @param passphraseFile her passphrase
 */
record TestOwner(Path working, Path directory, Path passphraseFile) {
    private static final String PASSPHRASE = "correct horse battery staple";

    static TestOwner create(Path working) throws Exception {
        TestOwner owner = new TestOwner(working, working.resolve("owner"), working.resolve("passphrase"));
        OwnerOnlyFile.create(owner.passphraseFile, PASSPHRASE.getBytes(StandardCharsets.UTF_8));
        RegistrarHome.create(
                owner.directory,
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                PASSPHRASE.toCharArray(),
                Clock.SYSTEM,
                SystemRandom.create());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        owner.append(
                RegistrarHome.SETTINGS_FILE,
                "meshes: [{name: home, brokers: [\"mqtts://localhost:" + port + "\"], gateway-port: 0}]\n");
        return owner;
    }

    /** Adds {@code text} to a file of hers. */
    void append(String file, String text) throws Exception {
        Files.writeString(directory.resolve(file), text, StandardOpenOption.APPEND);
    }

    RegistrarService startRegistrar() throws Exception {
        return RegistrarService.start(
                new RegistrarHome(directory),
                PASSPHRASE.toCharArray(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Clock.SYSTEM,
                SystemRandom.create());
    }

    /** {@code signet owner ARGUMENTS}, which is to succeed; what it says. */
    String does(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("owner"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--home", directory, "--passphrase-file", passphraseFile));
        return run(all.toArray());
    }

    /** {@code signet ARGUMENTS}, which is to succeed; what it says. */
    String run(Object... arguments) {
        Cli.Result result = new Cli(working).system().run(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }
}
