package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.mesh.GatewayAddress;
import io.signet.mesh.Peer;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.NodeId;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** Gives nodes a model package. */
@Command(
        name = "push",
        description = {
            "Gives nodes a model package. On this machine: checks it as each node will, and puts it, complete or not at all,"
                    + " where the node finds it within two seconds.",
            "Over the network, with --to: hands it to a node's gateway part by part, and goes on where it broke off before. The"
                    + " node's node.yaml has to name this member in packages.push of its section gateway, and the"
                    + " publisher in publishers.",
            "A file of the same model's name, MODEL.signet, is replaced."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED
})
@Examples({
    "signet model push digits.signet my-mesh/node-*",
    "signet model push digits.signet --mesh my-mesh/requester --to https://10.0.0.7:8643",
    "signet model push digits.signet --mesh my-mesh/requester --to 9d0083a4"
})
final class ModelPushCommand implements Callable<Integer> {
    private static final Duration REPORT_WITHIN = Duration.ofSeconds(10);

    private final Environment environment;

    @Parameters(index = "0", paramLabel = "FILE", description = "A model package (*.signet).")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "DIR", description = ModelPlace.DIRECTORIES)
    private List<Path> directories = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "NODE",
            description =
                    "A node's gateway, as https://HOST:PORT, or its id or the id's first digits, if it says in the mesh"
                            + " where its gateway is. May be repeated.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--mesh",
            paramLabel = "PROFILE",
            description = "With --to, the mesh.yaml of the member that gives it, or the directory that holds it.")
    private Optional<Path> mesh = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ModelPushCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        if (directories.isEmpty() == targets.isEmpty() || targets.isEmpty() != mesh.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name directories of nodes on this machine, or nodes by --to, with --mesh");
        }
        boolean all = mesh.isPresent() ? pushToGateways(mesh.get()) : pushHere();
        return (all ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private boolean pushHere() throws CliException, ProvisioningException, IOException {
        Set<PublisherKey> otherwise = publishers.acceptedOrNobody();
        boolean all = true;
        for (Path directory : directories) {
            ModelPlace place = ModelPlace.of(directory, otherwise);
            try {
                ModelPackage model = place.add(file);
                say(place.given() + ": has " + model);
            } catch (PackageException e) {
                all = false;
                say(place.given() + ": REFUSED: " + e.reason());
            }
        }
        return all;
    }

    private boolean pushToGateways(Path member)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new CliException(ExitCode.DATA, file + ": there is no such file");
        }
        MeshProfile profile =
                MeshProfile.read(Files.isDirectory(member) ? member.resolve(MeshProfile.FILE_NAME) : member);
        boolean all = true;
        for (String target : targets) {
            PackagePush push = target.contains(":")
                    ? PackagePush.to(address(target), Optional.empty(), profile)
                    : ofMesh(target, member, profile);
            try (ProgressLine line = new ProgressLine(
                    spec.commandLine().getErr(), environment.progressStyle(false), environment.clock())) {
                String done = push.push(file, line);
                line.done();
                say(target + ": " + done);
            } catch (PackageException e) {
                all = false;
                say(target + ": REFUSED: " + e.reason());
            }
        }
        return all;
    }

    private URI address(String text) {
        String https = "https://";
        String hostAndPort =
                text.startsWith(https) ? text.substring(https.length()).replaceFirst("/$", "") : text;
        try {
            return new GatewayAddress(hostAndPort).uri();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--to: " + e.getMessage(), e);
        }
    }

    private PackagePush ofMesh(String prefix, Path member, MeshProfile profile)
            throws CliException, ProvisioningException, InterruptedException {
        Peer node;
        try (MeshSession session = MeshSession.join(member, environment.clock(), note -> {})) {
            node = session.awaitNode(NodePrefix.parse(prefix, spec), REPORT_WITHIN);
        }
        NodeId id = node.node();
        URI gateway = node.gateway()
                .orElseThrow(() -> new CliException(
                        ExitCode.UNAVAILABLE,
                        "node " + id + " does not say where its gateway is: its node.yaml has no gateway.address under"
                                + " mesh; name it by https://HOST:PORT"))
                .uri();
        return PackagePush.to(gateway, Optional.of(id), profile);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.of(line));
    }
}
