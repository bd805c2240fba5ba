package io.signet.registrar;

import io.signet.provisioning.FileDigest;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The model packages in a directory, each a file. A file is read once for its digest, and again after it was changed. Hidden
 * files, and those with names that are no model's, are left alone. Thread-safe.
 */
public final class ModelShelf {
    /** Most packages; those behind them in the order of their names are not seen. */
    public static final int PACKAGES_MAX = 256;

    private final Path directory;
    private final Map<Path, Known> known = new HashMap<>();

    private record Known(long sizeBytes, long changedMillis, Digest digest) {}

    /**
     * A package.
     *
     * @param model what nodes are told of it
     * @param file where it is
     */
    public record Item(NodeProfile.Model model, Path file) {}

    /** The packages in {@code directory}, which need not be there. */
    public ModelShelf(Path directory) {
        this.directory = directory;
    }

    /**
     * All packages in the order of their names.
     *
     * @throws IOException if one can't be read
     */
    public synchronized List<Item> list() throws IOException {
        Map<String, Item> items = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().limit(PACKAGES_MAX).toList()) {
                Optional<Item> item = item(file);
                item.ifPresent(found -> items.put(found.model().name(), found));
            }
        }
        known.keySet().removeIf(file -> !Files.exists(file));
        return List.copyOf(items.values());
    }

    private Optional<Item> item(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile() || attributes.size() == 0 || name.startsWith(".")) {
                return Optional.empty();
            }
            long changed = attributes.lastModifiedTime().toMillis();
            Known last = known.get(file);
            if (last == null || last.sizeBytes() != attributes.size() || last.changedMillis() != changed) {
                last = new Known(attributes.size(), changed, FileDigest.sha256(file));
                known.put(file, last);
            }
            return Optional.of(new Item(new NodeProfile.Model(name, last.digest(), last.sizeBytes()), file));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty(); // gone meanwhile, or named in a way that no model can be
        }
    }

    /**
     * The package with that digest.
     *
     * @throws IOException if a package can't be read
     */
    public Optional<Item> find(Digest digest) throws IOException {
        return list().stream()
                .filter(item -> item.model().digest().equals(digest))
                .findFirst();
    }
}
