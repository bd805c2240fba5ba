package io.signet.cli;

import io.signet.firstboot.BoxHome;
import io.signet.firstboot.BoxReset;
import io.signet.launcher.NodeMain;
import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a node a box again. */
@Command(
        name = "reset",
        description = {
            "Factory reset: destroys the node's keys for good, in the TPM too, and removes its certificates, profile and"
                    + " label. Whoever enrols it next needs a new label for it.",
            "What the node answered stays: its log, the certificates to check it by, and the voucher if its owner gave it"
                    + " away, are moved to the directory 'before'."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet node reset --home /var/lib/signet --yes"})
final class NodeResetCommand implements Callable<Integer> {
    @Option(names = "--home", required = true, paramLabel = "DIR", description = "The node's directory.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Option(names = "--yes", required = true, description = "Yes, destroy its keys: there is no way back.")
    private boolean yes;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, IOException, ProvisioningException {
        if (!Files.isDirectory(home)) {
            throw new CliException(ExitCode.DATA, "there is no directory " + home);
        }
        if (!yes) {
            throw new CliException(ExitCode.DATA, "nothing was done: --yes=false");
        }
        if (NodeMain.isRunning(home)) {
            throw new CliException(ExitCode.UNAVAILABLE, "the node in " + home + " runs: stop it first");
        }
        Optional<Path> history = new BoxReset(home).run();
        PrintWriter out = spec.commandLine().getOut();
        out.println("The node's keys are destroyed. It can be enrolled again, with a new label.");
        if (history.isPresent()) {
            out.println("What it answered is in " + history.get());
            out.println(givenAway(history.get().resolve(BoxHome.VOUCHER_FILE)));
        }
        return ExitCode.OK.code();
    }

    private static String givenAway(Path voucher) {
        return Files.exists(voucher)
                ? "Its owner gave it away. Whoever gets it checks that by 'signet owner voucher " + voucher
                        + " --owner ...'."
                : "Its owner did not give it away, as far as it was told: for him it is the same node still, without a"
                        + " key. He revokes it, or has released it already.";
    }
}
