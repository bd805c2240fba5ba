package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedFileTest {
    @TempDir
    private Path directory;

    @Test
    void publishedFile_isThereInPlaceOfTheOldOne_andItsDraftIsGone() throws Exception {
        Path part = Files.writeString(directory.resolve("a.part"), "new");
        Path file = Files.writeString(directory.resolve("a"), "old");

        FinishedFile.publish(part, file);

        assertThat(file).hasContent("new");
        assertThat(part).doesNotExist();
    }

    @Test
    void draftThatIsNotThere_leavesWhatWasThere() throws Exception {
        Path file = Files.writeString(directory.resolve("a"), "old");

        assertThatThrownBy(() -> FinishedFile.publish(directory.resolve("a.part"), file))
                .isInstanceOf(NoSuchFileException.class);

        assertThat(file).hasContent("old");
    }
}
