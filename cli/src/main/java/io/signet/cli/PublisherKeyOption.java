package io.signet.cli;

import io.signet.inference.model.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says with whose key model packages and grants are signed. */
final class PublisherKeyOption {
    private static final String FILE = "publisher.pem";

    private final Environment environment;

    @Option(
            names = "--publisher-key",
            paramLabel = "FILE",
            description = "The publisher's key, which signs; import and train make it if it is not there. By default"
                    + " ~/.config/signet/publisher.pem.")
    private Optional<Path> named = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    PublisherKeyOption(Environment environment) {
        this.environment = environment;
    }

    /**
     * The publisher of that key, who is told if it is new.
     *
     * @throws IOException if the file is no key, or can't be written
     */
    Publisher publisher() throws IOException {
        Path file = file();
        if (Files.exists(file)) {
            return Publisher.load(file);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Publisher publisher = Publisher.create(file);
        command.commandLine().getErr().println("signet: made a publisher's key, " + file + "; keep it to yourself");
        return publisher;
    }

    /**
     * The publisher of that key, which must be there.
     *
     * @throws IOException if the file is no key
     * @throws CliException if there is none
     */
    Publisher existing() throws IOException, CliException {
        if (!Files.exists(file())) {
            throw new CliException(ExitCode.DATA, file() + ": there is no such publisher's key");
        }
        return Publisher.load(file());
    }

    private Path file() {
        return named.orElse(environment.configDirectory().resolve(FILE));
    }
}
