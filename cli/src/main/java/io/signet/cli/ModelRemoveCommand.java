package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a model away from nodes. */
@Command(
        name = "remove",
        description =
                "Takes a model away from nodes on this machine: they stop to offer it within two seconds. Files that"
                        + " the node there refuses are left alone.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({"signet model remove digits my-mesh/node-*", "signet model remove digits --version 1.0.0 my-mesh/node-1"})
final class ModelRemoveCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String model;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Nodes' homes, where each node's own trust.yaml counts, or directories of packages.")
    private List<Path> directories = new ArrayList<>();

    @Option(names = "--version", paramLabel = "V", description = "Only that version.")
    private Optional<String> version = Optional.empty();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean everywhere = true;
        for (Path directory : directories) {
            ModelPlace place = ModelPlace.of(directory, publishers.named());
            int removed = 0;
            for (Path file : place.packages()) {
                if (isWanted(file, place)) {
                    Files.delete(file);
                    removed++;
                    out.println(Printable.of("removed " + file));
                }
            }
            if (removed == 0) {
                everywhere = false;
                out.println(Printable.of(directory + ": has no model '" + model + "'"
                        + version.map(v -> " of version " + v).orElse("")));
            }
        }
        return (everywhere ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private boolean isWanted(Path file, ModelPlace place) {
        try {
            ModelPackage found = ModelPackage.read(file, place.accepted());
            return found.manifest().identity().name().equals(model)
                    && version.map(found.manifest().identity().version()::equals)
                            .orElse(true);
        } catch (PackageException e) {
            return false; // what it says of itself is not believed
        }
    }
}
