package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives nodes a model package. */
@Command(
        name = "push",
        description = {
            "Gives nodes on this machine a model package: checks it as each node will, and puts it, complete or not at all,"
                    + " where the node finds it within two seconds.",
            "A file of the same model's name, MODEL.signet, is replaced."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({"signet model push digits.signet my-mesh/node-*"})
final class ModelPushCommand extends ModelPlacesCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "A model package (*.signet).")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        int refused = 0;
        for (ModelPlace place : places()) {
            try {
                ModelPackage model = place.add(file);
                out.println(Printable.of(place.given() + ": has " + model));
            } catch (PackageException e) {
                refused++;
                out.println(Printable.of(place.given() + ": REFUSED: " + e.reason()));
            }
        }
        return (refused == 0 ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
