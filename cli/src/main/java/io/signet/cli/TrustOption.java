package io.signet.cli;

import io.signet.provisioning.TrustPolicyFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a trust policy, and where one is looked for without it. */
final class TrustOption {
    private static final String VARIABLE = "SIGNET_TRUST";

    private final Environment environment;

    @Option(
            names = {"--trust", "--policy"},
            paramLabel = "FILE",
            description = "The trust policy. By default the file that $SIGNET_TRUST names, else"
                    + " ~/.config/signet/trust.yaml.")
    private Optional<Path> named = Optional.empty();

    TrustOption(Environment environment) {
        this.environment = environment;
    }

    /** The file that is named, if one is. */
    Optional<Path> named() {
        return named.or(() -> environment.variable(VARIABLE).map(Path::of));
    }

    /** The policy's file, empty if none is named and there is none in the usual place. */
    Optional<Path> file() {
        return named().or(() -> Optional.of(usual()).filter(Files::exists));
    }

    /** How to name a policy, for whoever has not. */
    String advice() {
        return "Name a policy with --trust FILE or $" + VARIABLE + ", or put one at " + usual();
    }

    private Path usual() {
        return environment.configDirectory().resolve(TrustPolicyFile.FILE_NAME);
    }
}
