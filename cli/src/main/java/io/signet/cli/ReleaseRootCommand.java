package io.signet.cli;

import io.signet.release.ReleaseKey;
import io.signet.release.Role;
import io.signet.release.Root;
import io.signet.release.SignedRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a root. */
@Command(
        name = "root",
        description = "Makes a root: a document that says who may sign a product's releases, and who the next root."
                + " It is of use when enough of those who sign roots have signed it; one that follows another needs"
                + " enough of both.")
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({
    "signet release root 1.root --root-key anna.pub --root-key bert.pub --root-threshold 2 --release-key anna.pub",
    "signet release root 2.root --after 1.root --root-key bert.pub --root-key cleo.pub --root-threshold 2"
            + " --release-key cleo.pub"
})
final class ReleaseRootCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "FILE", description = "Where to make it: a new file.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Option(
            names = "--after",
            paramLabel = "FILE",
            description = "The root that it follows. Without it, it is the first.")
    private Optional<Path> after = Optional.empty();

    @Option(
            names = "--product",
            paramLabel = "NAME",
            description = "What is released; of a root that follows another, that one's (${DEFAULT-VALUE}).")
    private String product = ReleaseMakeCommand.PRODUCT;

    @Option(
            names = "--root-key",
            required = true,
            paramLabel = "FILE",
            description = "The public key of one who signs roots. May be repeated.")
    private List<Path> rootKeys = new ArrayList<>();

    @Option(
            names = "--root-threshold",
            paramLabel = "N",
            description = "How many of them must sign a root (${DEFAULT-VALUE}).")
    private int rootThreshold = 1;

    @Option(
            names = "--release-key",
            required = true,
            paramLabel = "FILE",
            description = "The public key of one who signs releases. May be repeated.")
    private List<Path> releaseKeys = new ArrayList<>();

    @Option(
            names = "--release-threshold",
            paramLabel = "N",
            description = "How many of them must sign a release (${DEFAULT-VALUE}).")
    private int releaseThreshold = 1;

    @Option(names = "--days", paramLabel = "N", description = "In how many days it expires (${DEFAULT-VALUE}).")
    private int days = 365;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ReleaseRootCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, IOException {
        WholeFile.requireNew(file);
        Optional<Root> before = after.isPresent()
                ? Optional.of(ReleaseDocuments.root(after.get()).root())
                : Optional.empty();
        List<ReleaseKey> forRoots = keys(rootKeys);
        List<ReleaseKey> forReleases = keys(releaseKeys);
        SignedRoot root;
        try {
            root = SignedRoot.unsigned(new Root(
                    before.map(Root::product).orElse(product),
                    before.map(Root::version).orElse(0) + 1,
                    environment.clock().wallMillis() + Duration.ofDays(days).toMillis(),
                    new Role(rootThreshold, forRoots),
                    new Role(releaseThreshold, forReleases)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        WholeFile.replace(file, root.encode());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Made root " + root.root().version() + " of " + root.root().product() + " in " + file
                + ", which nobody has signed yet.");
        out.println("Next: signet release sign " + file + " --key KEY");
        return ExitCode.OK.code();
    }

    private static List<ReleaseKey> keys(List<Path> files) throws IOException, CliException {
        List<ReleaseKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(PublicKeyFile.read(file));
        }
        return keys;
    }
}
