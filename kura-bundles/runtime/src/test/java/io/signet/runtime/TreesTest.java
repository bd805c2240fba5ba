package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreesTest {
    @TempDir
    Path directory;

    @Test
    void delete_treeWithALink_leavesWhatItPointsTo() throws Exception {
        Path outside = Files.writeString(directory.resolve("outside"), "x");
        Path tree = Files.createDirectories(directory.resolve("tree/inner")).getParent();
        Files.writeString(tree.resolve("inner/file"), "y");
        Files.createSymbolicLink(tree.resolve("inner/link"), outside);

        Trees.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(outside).hasContent("x");
    }

    @Test
    void delete_nothingThere_doesNothing() throws Exception {
        Trees.delete(directory.resolve("absent"));

        assertThat(directory).isEmptyDirectory();
    }
}
