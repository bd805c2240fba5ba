package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a node away. */
@Command(
        name = "release",
        description =
                "Releases a node: its certificate is on the list of what is revoked, its profile says that it may forget its"
                        + " owner, and has a voucher that the owner signs. There is no way back.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE})
@Examples({
    "signet owner release b0f5e7b617073d5e --home my-owner",
    "signet owner release b0f5e7b617073d5e --home my-owner --to bob.pem --voucher barn-1.voucher"
})
final class OwnerReleaseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LABEL", description = "The label's id, as 'signet owner nodes' shows it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String label;

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The certificate of the owner whom it goes to (owner.pem). Without it anybody may have it.")
    private Optional<Path> newOwner = Optional.empty();

    @Option(
            names = "--voucher",
            paramLabel = "FILE",
            description = "Write the voucher to this new file, too, for the new owner: CMS signed data in DER.")
    private Optional<Path> file = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        String to = newOwner.isPresent()
                ? OwnerVoucherCommand.digestOf(newOwner.get()).toHex()
                : "";
        if (file.isPresent()) {
            WholeFile.requireNew(file.get()); // before there is no way back
        }
        Map<String, Object> node = owner.ask("release", Map.of("label", label, "owner", to));
        PrintWriter out = spec.commandLine().getOut();
        if (file.isPresent()) {
            Files.write(file.get(), Base64.getDecoder().decode(Answers.text(node, "voucher")));
        }
        out.println(Answers.sentence(node));
        return ExitCode.OK.code();
    }
}
