package io.signet.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories of the real file system. */
public final class Trees {
    private Trees() {}

    /**
     * Deletes {@code tree} with all that is in it; what its symbolic links point to stays. It need not exist.
     *
     * @throws IOException if something in it can't be deleted
     */
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(tree)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path); // another may have deleted it meanwhile
        }
    }
}
