package io.signet.cli;

import io.signet.inference.model.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says with whose key a model package is signed. */
final class PublisherKeyOption {
    private static final String FILE = "publisher.pem";

    private final Environment environment;

    @Option(
            names = "--publisher-key",
            paramLabel = "FILE",
            description = "The key to sign the package with; made if it"
                    + " is not there. By default ~/.config/signet/publisher.pem.")
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
        Path file = named.orElse(environment.configDirectory().resolve(FILE));
        if (Files.exists(file)) {
            return Publisher.load(file);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Publisher publisher = Publisher.create(file);
        command.commandLine().getErr().println("signet: made a publisher's key, " + file + "; keep it to yourself");
        return publisher;
    }
}
