package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void completed_itIsThereWithItsContent() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("empty"));
        try (NewDirectory made = NewDirectory.begin(directory)) {
            Files.writeString(made.partial().resolve("file"), "content");
            assertThat(directory).isEmptyDirectory();
            made.complete();
        }
        assertThat(directory.resolve("file")).hasContent("content");
        assertThat(parent).isDirectoryNotContaining("glob:**/.empty*");
    }

    @Test
    void closedBefore_nothingStays() throws Exception {
        try (NewDirectory made = NewDirectory.begin(parent.resolve("new"))) {
            Files.writeString(made.partial().resolve("file"), "content");
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void directoryInUse_isRefused() throws Exception {
        Files.writeString(Files.createDirectory(parent.resolve("used")).resolve("file"), "content");
        assertThatThrownBy(() -> NewDirectory.begin(parent.resolve("used")))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("name a new or empty directory");
    }
}
