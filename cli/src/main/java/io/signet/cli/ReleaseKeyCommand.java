package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.ProtectedKey;
import io.signet.release.ReleaseKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key that signs roots or releases. */
@Command(
        name = "key",
        description = "Makes a key that signs roots or releases, encrypted by a passphrase, and beside it a file of the"
                + " same name with '.pub' that has the public key. Each who signs makes his own.")
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({"signet release key anna.key", "signet release key build.key --passphrase-file build.passphrase"})
final class ReleaseKeyCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "FILE", description = "Where to make it: a new file.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Mixin
    private final KeyPassphraseOption passphrase = new KeyPassphraseOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ReleaseKeyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, IOException, ProvisioningException {
        Path beside = WholeFile.requireNew(publicOf(WholeFile.requireNew(file)));
        char[] secret = passphrase.choose();
        ReleaseKey key;
        try {
            key = ReleaseKey.of(
                    ProtectedKey.create(file, secret, environment.random()).publicKey());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } finally {
            Arrays.fill(secret, '\0');
        }
        PublicKeyFile.write(beside, key);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Made the key " + key.id().toHex() + " in " + file + ".");
        out.println("Give " + beside + " to who makes the root; keep the other one to yourself.");
        return ExitCode.OK.code();
    }

    private static Path publicOf(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(
                (name.endsWith(".key") ? name.substring(0, name.length() - ".key".length()) : name) + ".pub");
    }
}
