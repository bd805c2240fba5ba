package io.signet.cli;

import io.signet.inference.model.PublisherKey;
import io.signet.provisioning.ProvisioningException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * A command about the model packages of nodes or directories, which are its last parameters. No mixin: picocli wants one to
 * have all of its parameters, and the first is another in each command.
 */
abstract class ModelPlacesCommand implements Callable<Integer> {
    @Parameters(index = "1..*", arity = "1..*", paramLabel = "DIR", description = ModelPlace.DIRECTORIES)
    private List<Path> directories = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    /**
     * The places, in the order in which they were named.
     *
     * @throws CliException if one is no directory
     * @throws ProvisioningException if a node's settings or the trust policy are wrong
     */
    final List<ModelPlace> places() throws CliException, ProvisioningException {
        Set<PublisherKey> otherwise = publishers.acceptedOrNobody();
        List<ModelPlace> places = new ArrayList<>();
        for (Path directory : directories) {
            places.add(ModelPlace.of(directory, otherwise));
        }
        return places;
    }
}
