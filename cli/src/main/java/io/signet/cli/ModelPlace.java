package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.MeshHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
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
    /** Most packages that are listed. */
    private static final int PACKAGES_MAX = 1_000;

    ModelPlace {
        accepted = Set.copyOf(accepted);
    }

    /**
     * The place that {@code given} names: a node's home, in which that node's own trust policy counts, or a directory.
     *
     * @param named whose packages are believed in any case
     * @throws CliException if it is no directory
     * @throws ProvisioningException if the node's trust policy is wrong
     */
    static ModelPlace of(Path given, Set<PublisherKey> named) throws CliException, ProvisioningException {
        if (!Files.isDirectory(given)) {
            throw new CliException(
                    ExitCode.DATA,
                    given + ": there is no such directory; name a node's home or a directory of packages");
        }
        Set<PublisherKey> accepted = new LinkedHashSet<>(named);
        boolean home = Files.exists(given.resolve(MeshHome.NODE_FILE));
        Path policy = given.resolve(TrustPolicyFile.FILE_NAME);
        if (home && Files.exists(policy)) {
            TrustPolicyFile.read(policy).publishers().forEach(key -> accepted.add(new PublisherKey(key)));
        }
        return new ModelPlace(given, home ? given.resolve(MeshHome.MODELS_DIRECTORY) : given, accepted);
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
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
        return model;
    }
}
