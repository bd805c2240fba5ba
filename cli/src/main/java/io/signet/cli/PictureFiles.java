package io.signet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the pictures that somebody means by files and directories. */
final class PictureFiles {
    private static final int DEPTH_MAX = 16;

    private PictureFiles() {}

    /**
     * Every file of {@code paths}, and of the directories among them all PNG and JPEG files in and below, sorted.
     *
     * @throws CliException if a directory holds none
     */
    static List<Path> find(List<Path> paths) throws CliException, IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path); // also one that is not there: it is reported with the others
                continue;
            }
            List<Path> found;
            try (Stream<Path> walk =
                    Files.find(path, DEPTH_MAX, (file, attributes) -> attributes.isRegularFile() && isPicture(file))) {
                found = walk.sorted().toList();
            }
            if (found.isEmpty()) {
                throw new CliException(
                        ExitCode.DATA, path + ": there is no PNG or JPEG file in or below this directory");
            }
            files.addAll(found);
        }
        return List.copyOf(files);
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }
}
