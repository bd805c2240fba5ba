package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a model away from nodes. */
@Command(
        name = "remove",
        description =
                "Takes a model away from nodes on this machine: they stop to offer it within two seconds, but fetch"
                        + " it again if their node.yaml lists it in models.fetch. Files that"
                        + " the node there refuses are left alone.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({"signet model remove digits my-mesh/node-*", "signet model remove digits --version 1.0.0 my-mesh/node-1"})
final class ModelRemoveCommand extends ModelPlacesCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String model;

    @Option(names = "--version", paramLabel = "V", description = "Only that version.")
    private Optional<String> version = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        boolean everywhere = true;
        for (ModelPlace place : places()) {
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
                out.println(Printable.of(place.given() + ": has no model '" + model + "'"
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
