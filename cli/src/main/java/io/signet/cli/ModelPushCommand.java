package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives nodes a model package. */
@Command(
        name = "push",
        description = {
            "Gives nodes on this machine a model package: checks it as each node would, and puts it, complete or not at all,"
                    + " where the node finds it within two seconds.",
            "A package of the same model is replaced; requests that run are answered by the old one."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({"signet model push digits.signet my-mesh/node-*"})
final class ModelPushCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "A model package (*.signet).")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Nodes' homes, where each node's own trust.yaml counts, or directories of packages.")
    private List<Path> directories = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        int refused = 0;
        for (Path directory : directories) {
            ModelPlace place = ModelPlace.of(directory, publishers.named());
            try {
                ModelPackage model = place.add(file);
                out.println(Printable.of(directory + ": has " + model));
            } catch (PackageException e) {
                refused++;
                out.println(Printable.of(directory + ": REFUSED: " + e.reason()));
            }
        }
        return (refused == 0 ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
