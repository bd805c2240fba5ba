package io.signet.cli;

import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseArchive.DamagedException;
import io.signet.release.ReleaseCheck;
import io.signet.release.ReleaseHead;
import io.signet.release.ReleaseVerdict;
import io.signet.release.ReleaseVerdict.Accepted;
import io.signet.release.ReleaseVerdict.Refused;
import io.signet.release.SignedRoot;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a release as a node does before it installs it. */
@Command(
        name = "verify",
        description =
                "Checks a release as a node does before it installs it: that enough of those have signed it whom a"
                        + " root names which you trust, that it has not expired, and that every file is the one that was signed.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA})
@Examples({"signet release verify node-12 --root 1.root", "signet release verify --json node-12 --root 1.root"})
final class ReleaseVerifyCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "FILE", description = "A release.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Option(
            names = "--root",
            required = true,
            paramLabel = "FILE",
            description = "A root that you trust; newer ones come with the release.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path root;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ReleaseVerifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, IOException {
        SignedRoot trusted = ReleaseDocuments.root(root);
        Optional<String> objection = trusted.objectionToFirst();
        if (objection.isPresent()) {
            throw new CliException(ExitCode.DATA, root + ": can't be trusted: " + objection.get());
        }
        ReleaseDocuments.requireThere(file);
        ReleaseHead head = ReleaseArchive.head(file);
        ReleaseVerdict verdict =
                new ReleaseCheck(trusted).genuine(head, environment.clock().wallMillis());
        Optional<String> reason = verdict instanceof Refused refused ? Optional.of(refused.text()) : damage();
        String name = head.release().release().name().toString();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", file.toString());
            object.put("release", name);
            object.put("verdict", reason.isPresent() ? "refused" : "accepted");
            reason.ifPresent(text -> object.put("message", text));
            if (verdict instanceof Accepted accepted) {
                object.put("root", accepted.root().root().version());
            }
            Json.print(spec.commandLine().getOut(), object);
        } else {
            String line = reason.map(text -> "REFUSED: " + text).orElse("ACCEPTED: " + name);
            spec.commandLine().getOut().println(Printable.of(file + ": " + line));
        }
        return (reason.isPresent() ? ExitCode.FAILED : ExitCode.OK).code();
    }

    private Optional<String> damage() throws IOException {
        try {
            ReleaseArchive.check(file);
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of(e.getMessage());
        }
    }
}
