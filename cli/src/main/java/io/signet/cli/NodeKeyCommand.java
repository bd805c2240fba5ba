package io.signet.cli;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmLockout;
import io.signet.launcher.LaunchException;
import io.signet.node.MemberIdentity;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.KeyInspection;
import io.signet.statement.IdentityChain;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.verifier.Findings;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which key a node has, and what the evidence for it is worth. */
@Command(
        name = "key",
        description = {
            "Shows which key the node has, what its certificate claims of it, and what fresh evidence of the key proves and"
                    + " does not prove under the node's own trust policy.",
            "Succeeds only if the evidence holds and the certificate claims no more than it."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet node key --home my-mesh/node-1", "signet node key --json"})
final class NodeKeyCommand implements Callable<Integer> {
    private final Environment environment;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "The node's directory, as 'signet mesh create' makes it. By default the current one.")
    private Path home = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    NodeKeyCommand(Environment environment) {
        this.environment = environment;
    }

    /**
     * What is known of the key.
     *
     * @param verdict on its evidence, empty if it gives none now
     * @param trouble why there is no evidence, empty if there is
     */
    private record Shown(
            String description,
            IdentityChain chain,
            Optional<EvidenceVerdict> verdict,
            String trouble,
            Optional<TpmLockout> lockout) {
        boolean holds() {
            return verdict.filter(EvidenceVerdict.Accepted.class::isInstance)
                    .map(EvidenceVerdict.Accepted.class::cast)
                    .filter(accepted -> accepted.assurance().compareTo(chain.assurance()) >= 0)
                    .isPresent();
        }
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        Shown shown;
        try (NodeKeyAccess access = NodeKeyAccess.open(home, environment.random())) {
            shown = look(access);
        } catch (LaunchException | TpmException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, toJson(shown));
        } else {
            print(out, shown);
        }
        if (shown.verdict().isEmpty()) {
            return ExitCode.UNAVAILABLE.code();
        }
        return shown.holds() ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private Shown look(NodeKeyAccess access) throws ProvisioningException {
        MeshProfile profile = MeshProfile.read(home.resolve(MeshProfile.FILE_NAME));
        IdentityChain chain = MemberIdentity.read(profile, access.key()).chain();
        String description = access.key().description();
        if (access.trouble().isPresent()) {
            return new Shown(
                    description, chain, Optional.empty(), access.trouble().get(), Optional.empty());
        }
        KeyInspection inspection =
                new KeyInspection(TrustPolicyFile.read(profile.trust()).policy(), environment.random());
        try {
            return new Shown(description, chain, Optional.of(inspection.inspect(access.key())), "", access.lockout());
        } catch (SigningException e) {
            return new Shown(description, chain, Optional.empty(), e.getMessage(), Optional.empty());
        }
    }

    private static void print(PrintWriter out, Shown shown) {
        out.println(Printable.of("node      " + shown.chain().node()));
        out.println(Printable.of("key       " + shown.description()));
        out.println(Printable.of("claims    " + shown.chain().assurance().label() + ", by its certificate of "
                + shown.chain().owner()));
        shown.lockout().ifPresent(lockout -> out.println("lockout   " + words(lockout)));
        if (shown.verdict().isEmpty()) {
            out.println(Printable.of("evidence  none now: " + shown.trouble()));
            return;
        }
        EvidenceVerdict verdict = shown.verdict().get();
        if (verdict instanceof EvidenceVerdict.Accepted accepted) {
            out.println("evidence  holds, as " + accepted.assurance().label()
                    + (shown.holds() ? "" : ": less than the certificate claims"));
        } else {
            out.println("evidence  REFUSED");
        }
        Findings.print(out, verdict.findings());
    }

    private static String words(TpmLockout lockout) {
        String state = lockout.locked() ? "the TPM is in lockout after " : "";
        String forgives = lockout.forgivesEverySeconds() > 0
                ? "; it forgets one in " + lockout.forgivesEverySeconds() + " s"
                : "; it never forgets one";
        return state + lockout.tries() + " of " + lockout.triesMax() + " wrong authorisation values" + forgives
                + ". The node's own key is exempt.";
    }

    private static Map<String, Object> toJson(Shown shown) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", shown.chain().node().toHex());
        object.put("key", shown.description());
        object.put("claims", shown.chain().assurance().label());
        object.put("owner", shown.chain().owner());
        shown.lockout().ifPresent(lockout -> {
            object.put("lockout_tries", lockout.tries());
            object.put("lockout_tries_max", lockout.triesMax());
            object.put("lockout_forgives_every_s", lockout.forgivesEverySeconds());
        });
        if (shown.verdict().isEmpty()) {
            object.put("evidence", "none");
            object.put("message", shown.trouble());
            return object;
        }
        EvidenceVerdict verdict = shown.verdict().get();
        if (verdict instanceof EvidenceVerdict.Accepted accepted) {
            object.put("evidence", shown.holds() ? "holds" : "less than claimed");
            object.put("assurance", accepted.assurance().label());
        } else {
            object.put("evidence", "refused");
        }
        Findings.addTo(object, verdict.findings());
        return object;
    }
}
