package io.signet.cli;

import io.signet.attestation.Pkcs11Uri;
import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.simulator.TpmNodeKeys;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What keeps the keys of the nodes of a new mesh. */
final class NodeKeyOption {
    private static final String TPM = "tpm";
    private static final String SOFTWARE = "software";

    @Option(
            names = "--key",
            paramLabel = "KIND",
            converter = KindConverter.class,
            completionCandidates = KindConverter.class,
            description =
                    "What keeps the nodes' keys: tpm (an emulated TPM for each node, which protects nothing), software"
                            + " (a file), or a PKCS#11 token that draws them:"
                            + " pkcs11:token=LABEL;object=NAME?module-path=/FILE&pin-source=file:/FILE (RFC 7512; node 1's key is"
                            + " called NAME-1, and so on). By default tpm, where swtpm is installed.")
    private Optional<Kind> kind = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    /** What can keep a key. */
    sealed interface Kind {
        /** An emulated TPM. */
        record Tpm() implements Kind {}

        /** A file. */
        record Software() implements Kind {}

        /** A PKCS#11 token. */
        record Token(Pkcs11Uri uri) implements Kind {}
    }

    /** Reads a kind; what is wrong with a token's URI is in the refusal, but never a PIN. */
    static final class KindConverter implements ITypeConverter<Kind>, Iterable<String> {
        @Override
        public Kind convert(String text) {
            if (text.equals(TPM)) {
                return new Kind.Tpm();
            }
            if (text.equals(SOFTWARE)) {
                return new Kind.Software();
            }
            try {
                return new Kind.Token(Pkcs11Uri.parse(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("neither tpm nor software nor a token: " + e.getMessage());
            }
        }

        @Override
        public Iterator<String> iterator() {
            return List.of(TPM, SOFTWARE).iterator();
        }
    }

    /**
     * Who makes the keys of the nodes of a mesh in {@code directory}.
     *
     * @param notes is told if they are not what they would be elsewhere
     * @throws CliException if emulated TPMs are asked for and can't be had
     */
    NodeKeys choose(Environment environment, Path directory, int nodes, Consumer<String> notes) throws CliException {
        if (kind.isPresent() && kind.get() instanceof Kind.Token token) {
            try {
                return NodeKeys.onToken(token.uri(), nodes);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command.commandLine(), "--key: " + e.getMessage(), e);
            }
        }
        if (kind.isPresent() && kind.get() instanceof Kind.Software) {
            return NodeKeys.FILES;
        }
        Optional<String> obstacle = obstacle(environment, directory, nodes);
        if (obstacle.isEmpty()) {
            return new TpmNodeKeys();
        }
        if (kind.isPresent()) {
            throw new CliException(ExitCode.UNAVAILABLE, "no emulated TPMs: " + obstacle.get());
        }
        notes.accept("the nodes' keys are files, not in emulated TPMs: " + obstacle.get());
        return NodeKeys.FILES;
    }

    /** Why the nodes can't have emulated TPMs, and what to do. */
    private static Optional<String> obstacle(Environment environment, Path directory, int nodes) {
        if (!EmulatedTpm.isInstalled(environment.variable("PATH").orElse(""))) {
            return Optional.of("swtpm is not installed; apt-get install swtpm");
        }
        Path longest = new MeshHome(directory, nodes).node(nodes);
        return TpmNodeKeys.fits(longest)
                ? Optional.empty()
                : Optional.of("the path of " + longest + " is too long for their sockets; choose a shorter directory");
    }
}
