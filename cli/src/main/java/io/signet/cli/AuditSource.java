package io.signet.cli;

import io.signet.attestation.TamperedLogException;
import io.signet.mesh.LogAddress;
import io.signet.mesh.Peer;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.IdentityChain;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say where the log is that is to be audited. */
final class AuditSource {
    private static final String URL = "https?://.*";

    private final Environment environment;

    @Parameters(
            paramLabel = "URL|DIR|NODE",
            description =
                    "Where the log is shown, its directory, or its node's. With --mesh: the node's id, or so many of"
                            + " its first digits that no other node's begin so, at least four.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String name;

    @Option(names = "--identity", paramLabel = "FILE", description = LogPlace.IDENTITY_HELP)
    private Optional<Path> identityFile = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "PROFILE",
            description =
                    "The mesh.yaml of a requester, or the directory that holds it: the mesh is asked where the node"
                            + " shows its log, and the profile's trust policy is used unless another is named.")
    private Optional<Path> profile = Optional.empty();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for a broker, and for the node to report (${DEFAULT-VALUE}).")
    private int waitSeconds = 15;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    AuditSource(Environment environment) {
        this.environment = environment;
    }

    /** As it was named. */
    String name() {
        return name;
    }

    /**
     * A log, and what it is checked by unless another policy was named.
     *
     * @param trust the file of the mesh's trust policy, if a mesh was asked
     */
    record Found(LogPlace place, Optional<Path> trust) {}

    /**
     * Finds the log.
     *
     * @throws CliException if it is not there, nobody says where it is, or it is another node's than the one that was named
     * @throws TamperedLogException if the log in a directory is not what its last head covers
     */
    Found open() throws CliException, ProvisioningException, IOException, TamperedLogException, InterruptedException {
        if (profile.isPresent()) {
            return ofMesh(profile.get());
        }
        LogPlace place =
                name.matches(URL) ? ofUrl(name) : LogPlace.ofDirectory(Path.of(name), identityFile, environment);
        return new Found(place, Optional.empty());
    }

    private Found ofMesh(Path mesh) throws CliException, ProvisioningException, IOException, InterruptedException {
        NodePrefix prefix = NodePrefix.parse(name, spec);
        Peer node;
        Path trust;
        try (MeshSession session = MeshSession.join(mesh, environment.clock(), note -> {})) {
            node = session.awaitNode(prefix, Duration.ofSeconds(waitSeconds));
            trust = session.trust();
        }
        LogAddress address = node.log()
                .orElseThrow(() -> new CliException(
                        ExitCode.UNAVAILABLE,
                        "node " + node.node() + " does not say where it shows its log: its node.yaml has no log.address"
                                + " under mesh; audit its directory, or the address where it is shown"));
        LogPlace place = ofUrl(address.url());
        Optional<IdentityChain> other =
                place.identity().filter(identity -> !identity.node().equals(node.node()));
        if (other.isPresent()) {
            throw new CliException(
                    ExitCode.DATA,
                    "node " + node.node() + " says that its log is shown at " + address
                            + ", but that is the log of node " + other.get().node());
        }
        return new Found(place, Optional.of(trust));
    }

    private LogPlace ofUrl(String url) throws CliException, ProvisioningException, IOException {
        try {
            return LogPlace.ofUrl(url, identityFile);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.DATA, url + " is no address: " + e.getMessage());
        }
    }
}
