package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * A command about the model packages of nodes or directories, which are its last parameters. No mixin: picocli wants one to
 * have all of its parameters, and the first is another in each command.
 */
abstract class ModelPlacesCommand implements Callable<Integer> {
    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DIR",
            description = "Nodes' homes, where each node's own trust.yaml counts, or directories of packages.")
    private List<Path> directories = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    /**
     * The places, in the order in which they were named.
     *
     * @throws CliException if one is no directory
     * @throws ProvisioningException if a trust policy is wrong
     */
    final List<ModelPlace> places() throws CliException, ProvisioningException {
        List<ModelPlace> places = new ArrayList<>();
        for (Path directory : directories) {
            places.add(ModelPlace.of(directory, publishers.named()));
        }
        return places;
    }
}
