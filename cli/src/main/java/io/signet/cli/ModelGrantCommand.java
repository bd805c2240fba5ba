package io.signet.cli;

import io.signet.inference.model.ContentKey;
import io.signet.inference.model.Grant;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.Publisher;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.NodeId;
import io.signet.statement.TrustPolicy;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets one node read an encrypted package. */
@Command(
        name = "grant",
        description = {
            "Lets one node read an encrypted package. Asks the node, which must be running, for fresh evidence of its key"
                    + " and firmware, challenges its TPM, and checks both by the trust policy. Only if that accepts them,"
                    + " the package's key is encrypted to a key in that TPM which works under this firmware alone.",
            "The grant is a file that is of use to nobody else: put it beside the package among the node's models. A node"
                    + " that gets other firmware needs a new one."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.CANNOT_CREATE, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED
})
@Examples({
    "signet model grant digits.signet --node 3f9c07d2 --mesh my-mesh/requester --trust strict.yaml",
    "signet model grant digits.signet --node 3f9c07d2 --mesh my-mesh/requester --days 30 --out digits.grant"
})
final class ModelGrantCommand implements Callable<Integer> {
    private static final int DAYS_MAX = 3_650;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Environment environment;

    @Parameters(paramLabel = "FILE", description = "An encrypted model package (*.signet) of your own.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Option(names = "--node", required = true, paramLabel = "NODE", description = "The node's id, or its first digits.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String node;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private RequesterOption requester;

    @Option(
            names = {"--trust", "--policy"},
            paramLabel = "FILE",
            description = "The trust policy: which firmware and whose chips may read the model. By default that of the"
                    + " profile.")
    private Optional<Path> trust = Optional.empty();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "How long the node may load the model anew, 1 to 3650 (${DEFAULT-VALUE}).")
    private int days = 90;

    @Option(
            names = "--content-key",
            paramLabel = "FILE",
            description = "The package's key. By default the one that 'signet model import --encrypt' kept.")
    private Optional<Path> contentKey = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherKeyOption publisherKey;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the grant. By default MODEL.NODE.grant in the current directory.")
    private Optional<Path> out = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ModelGrantCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call()
            throws CliException, ProvisioningException, IOException, SigningException, InterruptedException {
        if (days < 1 || days > DAYS_MAX) {
            throw new ParameterException(spec.commandLine(), "--days is 1 to " + DAYS_MAX + ", not " + days);
        }
        NodePrefix prefix = NodePrefix.parse(node, spec);
        Publisher publisher = publisherKey.existing();
        ModelPackage model = read(publisher);
        try (ContentKey key = contentKey
                .map(ContentKeyFile::new)
                .orElseGet(() -> ContentKeyFile.of(environment, model.digest()))
                .read()) {
            if (!model.opensWith(key)) {
                throw new CliException(ExitCode.DATA, "this is not the key of " + file + " but of another package");
            }
            ChallengedNode asked =
                    ChallengedNode.ask(prefix, requester.profile(), trust, TIMEOUT, environment, progress);
            Optional<MeasuredKey> accepted = accept(asked);
            if (accepted.isEmpty()) {
                return ExitCode.FAILED.code();
            }
            Instant end = Instant.ofEpochMilli(environment.clock().wallMillis()).plus(Duration.ofDays(days));
            NodeId id = asked.answered().evidence().claims().node();
            Grant grant = Grant.issue(publisher, new Grant.Terms(model.digest(), id, accepted.get(), end), key);
            write(model, grant, asked.policy());
            return ExitCode.OK.code();
        }
    }

    private ModelPackage read(Publisher publisher) throws CliException {
        try {
            ModelPackage model = ModelPackage.read(file, Set.of(publisher.key()));
            if (model.manifest().encryption().isEmpty()) {
                throw new CliException(ExitCode.DATA, file + ": is not encrypted: every node can read it");
            }
            return model;
        } catch (PackageException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
    }

    /** The key to encrypt to; empty if the evidence was refused, which was said then. */
    private Optional<MeasuredKey> accept(ChallengedNode asked) throws CliException {
        if (!(asked.answered().verdict() instanceof EvidenceVerdict.Accepted accepted)) {
            new ChallengeReport(progress).print(asked.answered());
            return Optional.empty();
        }
        if (accepted.assurance().compareTo(asked.policy().minimalAssurance()) < 0) {
            throw new CliException(
                    ExitCode.FAILED,
                    "not granted: the node shows a key of kind "
                            + accepted.assurance().label() + ", the policy demands "
                            + asked.policy().minimalAssurance().label());
        }
        if (accepted.unwrapKey().isEmpty()) {
            throw new CliException(
                    ExitCode.FAILED,
                    "not granted: the node's key is in no TPM, so nothing would bind the model to the node's firmware");
        }
        return accepted.unwrapKey();
    }

    private void write(ModelPackage model, Grant grant, TrustPolicy policy) throws CliException {
        String id = grant.terms().node().toHex();
        Path target = out.orElse(
                Path.of(model.manifest().identity().name() + "." + MeshSession.shortId(id) + Grant.EXTENSION));
        try {
            WholeFile.replace(target, grant.encode()); // a node may look at it at any moment
        } catch (IOException e) {
            throw new CliException(ExitCode.CANNOT_CREATE, target + ": cannot be written: " + e);
        }
        if (policy.firmware().isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "signet: the policy lists no firmware, so the one that the node runs now was accepted unseen");
        }
        if (progress.json()) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", target.toString());
            object.put("node", id);
            object.put("digest", model.digest().toHex());
            object.put("until", grant.terms().notAfter().toString());
            Json.print(progress.out(), object);
            return;
        }
        progress.out()
                .println(Printable.of("Wrote " + target + ": node " + id + " may load "
                        + model.manifest().identity().name() + " until "
                        + grant.terms().notAfter() + ". Put it beside the package among the node's models."));
    }
}
