package io.signet.cli;

import io.signet.provisioning.owner.PassphraseVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sets the password of a node's console. */
@Command(
        name = "console-password",
        description = {
            "Sets the password by which people log in to the node's console, in place of the one before. The node keeps a"
                    + " salted hash of it only. There is no password by default, and until one is set nobody gets in."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({
    "signet node console-password --home my-mesh/node-1",
    "signet node console-password --home my-mesh/node-1 --password-file secret.txt"
})
final class NodeConsolePasswordCommand implements Callable<Integer> {
    /** The file, as docs/console.md names it. */
    static final Path FILE = Path.of("identity", "console.password");

    private final Environment environment;

    @Option(names = "--home", required = true, paramLabel = "DIR", description = "The node's home.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "A file with the password in its first line, which nobody else may read (chmod 600). Without it"
                            + " the terminal is asked, twice.")
    private Optional<Path> passwordFile = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    NodeConsolePasswordCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException {
        Path file = home.resolve(FILE);
        if (!Files.isDirectory(file.getParent())) {
            throw new CliException(ExitCode.DATA, home + " is no node's home: there is no " + file.getParent());
        }
        char[] password = PassphraseOption.choose(passwordFile, "A password for the console: ");
        try {
            PassphraseVerifier.replace(file, password, environment.random());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage().replace("a passphrase", "a password"), e);
        } catch (IOException e) {
            throw new CliException(ExitCode.CANNOT_CREATE, "can't write " + file + ": " + e.getMessage());
        } finally {
            Arrays.fill(password, '\0');
        }
        spec.commandLine().getOut().println("The console's password is set: " + file);
        return ExitCode.OK.code();
    }
}
