package io.signet.cli;

import io.signet.provisioning.FileDigest;
import io.signet.release.MeasuredFirmware;
import io.signet.release.Release;
import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseFile;
import io.signet.release.ReleaseHead;
import io.signet.release.SignedRelease;
import io.signet.release.SignedRoot;
import io.signet.statement.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an archive of a release. */
@Command(
        name = "make",
        description = "Makes a release of a directory with 'launcher' and 'bundles' in it: one file with all of them,"
                + " their digests, what nodes will show as measured, and the product's roots. It is of use when enough"
                + " of those who sign releases have signed it.")
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({
    "signet release make node-12 kura-bundles/launcher/target/dist --root 1.root --version 1.2.0 --sequence 12",
    "signet release make node-13 dist --root 1.root --root 2.root --version 1.3.0 --sequence 13 --from 12"
            + " --architecture aarch64"
})
final class ReleaseMakeCommand implements Callable<Integer> {
    static final String PRODUCT = "signet-node";

    private static final String BUNDLES = "bundles";

    private final Environment environment;

    @Parameters(index = "0", paramLabel = "FILE", description = "Where to make it: a new file.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Parameters(index = "1", paramLabel = "DIR", description = "What is released: all files in it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path directory;

    @Option(
            names = "--root",
            required = true,
            paramLabel = "FILE",
            description = "A root of the product's, which enough have signed. Repeat it for the older ones, which"
                    + " nodes may know that were switched off for long.")
    private List<Path> roots = new ArrayList<>();

    @Option(names = "--version", required = true, paramLabel = "TEXT", description = "The version, for people.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String version;

    @Option(
            names = "--sequence",
            required = true,
            paramLabel = "N",
            description = "Its number, larger than those of all releases before: nodes never go back.")
    private long sequence;

    @Option(
            names = "--from",
            paramLabel = "N",
            description = "The least number of a release that it can be installed over (${DEFAULT-VALUE}: any).")
    private long from;

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description = "For which machines: amd64 or aarch64. May be repeated. Without it for any.")
    private List<String> architectures = new ArrayList<>();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "For how many days it may be installed (${DEFAULT-VALUE}); it may run for ever.")
    private int days = 90;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ReleaseMakeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, IOException {
        WholeFile.requireNew(file);
        List<SignedRoot> signedRoots = new ArrayList<>();
        for (Path root : roots) {
            signedRoots.add(ReleaseDocuments.root(root));
        }
        Path bundles = directory.resolve(BUNDLES);
        if (!Files.isDirectory(bundles)) {
            throw new CliException(ExitCode.DATA, directory + ": has no directory 'bundles'");
        }
        Digest firmware = MeasuredFirmware.of(bundles).digest();
        ReleaseHead head;
        try {
            head = new ReleaseHead(
                    signedRoots,
                    SignedRelease.unsigned(release(signedRoots.get(0).root().product(), firmware)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        WholeFile.replace(
                file,
                out -> ReleaseArchive.write(head, entry -> Files.newInputStream(directory.resolve(entry.path())), out));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Made " + head.release().release().name() + " in " + file + ", which nobody has signed yet.");
        out.println("Its nodes will show the firmware " + firmware.toHex());
        out.println("Next: signet release sign " + file + " --key KEY");
        return ExitCode.OK.code();
    }

    private Release release(String product, Digest firmware) throws IOException {
        long now = environment.clock().wallMillis();
        return new Release(
                new Release.Name(product, version, sequence),
                new Release.Validity(now, now + Duration.ofDays(days).toMillis(), from),
                architectures.isEmpty() ? List.of(Release.ANY) : architectures,
                List.of(firmware),
                files());
    }

    private List<ReleaseFile> files() throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(directory)) {
            paths = all.filter(Files::isRegularFile).toList();
        }
        List<ReleaseFile> files = new ArrayList<>(paths.size());
        for (Path path : paths) {
            files.add(
                    new ReleaseFile(directory.relativize(path).toString(), Files.size(path), FileDigest.sha256(path)));
        }
        return files;
    }
}
