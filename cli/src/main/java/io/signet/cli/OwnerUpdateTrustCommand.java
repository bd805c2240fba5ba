package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.release.SignedRoot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says whose releases an owner believes. */
@Command(
        name = "trust",
        description = "Trusts a root of releases: the first one, whose fingerprint you compare with its maker's, or one"
                + " that follows the one that is trusted.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet owner update trust 1.root --home my-owner"})
final class OwnerUpdateTrustCommand extends OwnerQueryCommand {
    @Parameters(paramLabel = "FILE", description = "A root that enough have signed.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        SignedRoot root = ReleaseDocuments.root(file);
        return registrar.ask(
                "update-trust",
                Map.of("root", Base64.getEncoder().encodeToString(root.encode().toArray())));
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        out.println("trusts root " + answer.get("root") + " of " + Answers.text(answer, "product") + ", "
                + Answers.text(answer, "fingerprint"));
    }
}
