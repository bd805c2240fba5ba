package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.provisioning.owner.MeshHome;
import io.signet.runtime.FinishedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory whose model packages a node loads, and whose packages are believed there.
 *
 * @param given what the user named: a node's home, or the directory itself
 * @param models where the packages are
 * @param accepted whose packages are believed
 */
record ModelPlace(Path given, Path models, Set<PublisherKey> accepted) {
    /** How commands describe their parameters that name places. */
    static final String DIRECTORIES =
            "Nodes' homes, where each node's own node.yaml says whose packages are believed, or"
                    + " directories of packages, where the options do.";

    private static final int KEY_DIGITS = 64;
    /** Most packages that are listed. */
    private static final int PACKAGES_MAX = 1_000;

    ModelPlace {
        accepted = Set.copyOf(accepted);
    }

    /**
     * The place that {@code given} names: a node's home, whose {@code node.yaml} alone says where the packages are and whose
     * are believed, or a directory.
     *
     * @param otherwise whose packages are believed in a directory that is no node's home
     * @throws CliException if it is no directory
     * @throws ProvisioningException if the node's settings are wrong
     */
    static ModelPlace of(Path given, Set<PublisherKey> otherwise) throws CliException, ProvisioningException {
        if (!Files.isDirectory(given)) {
            throw new CliException(
                    ExitCode.DATA,
                    given + ": there is no such directory; name a node's home or a directory of packages");
        }
        Path node = given.resolve(MeshHome.NODE_FILE);
        if (!Files.exists(node)) {
            return new ModelPlace(given, given, otherwise);
        }
        Settings inference = Settings.read(node).section("inference");
        return new ModelPlace(
                given,
                inference.path("models.directory"),
                Set.copyOf(inference.parsedList("publishers", KEY_DIGITS, PublisherKey::fromHex)));
    }

    /** The packages' files, by name. */
    List<Path> packages() throws IOException {
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(models)) {
            return files.filter(file -> file.toString().endsWith(ModelPackage.EXTENSION))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(PACKAGES_MAX)
                    .toList();
        }
    }

    /**
     * Puts a copy of {@code file} there, which appears complete or not at all.
     *
     * @return the package
     * @throws PackageException if a node would not load it
     */
    ModelPackage add(Path file) throws PackageException, IOException {
        ModelPackage model = ModelPackage.read(file, accepted);
        Files.createDirectories(models);
        Path aside = Files.createTempFile(models, "arriving-", ".tmp");
        try {
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
            Path target = models.resolve(model.manifest().identity().name() + ModelPackage.EXTENSION);
            FinishedFile.publish(aside, target);
        } finally {
            Files.deleteIfExists(aside);
        }
        return model;
    }
}
