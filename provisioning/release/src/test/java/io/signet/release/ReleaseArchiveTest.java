package io.signet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.release.ReleaseArchive.DamagedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseArchiveTest {
    @TempDir
    private Path directory;

    private Path archive;

    @BeforeEach
    void make() throws IOException {
        archive = TestReleases.archive(directory, 7);
    }

    private static Map<String, String> unpacked(Path archive) throws IOException {
        Map<String, ByteArrayOutputStream> files = new TreeMap<>();
        ReleaseArchive.unpack(archive, ReleaseArchive.head(archive), file -> {
            files.put(file.path(), new ByteArrayOutputStream());
            return files.get(file.path());
        });
        Map<String, String> contents = new TreeMap<>();
        files.forEach((path, content) -> contents.put(path, content.toString(StandardCharsets.UTF_8)));
        return contents;
    }

    @Test
    void archive_isReadAsItWasWritten() throws IOException {
        ReleaseHead head = ReleaseArchive.head(archive);
        assertThat(head.roots()).containsExactly(TestReleases.signedRoot(1));
        assertThat(head.release().release().name()).hasToString("signet-node 1.7 (7)");
        assertThat(unpacked(archive)).isEqualTo(TestReleases.contents(7));
    }

    @Test
    void changedByte_anywhereInTheFiles_isFound() throws IOException {
        byte[] content = Files.readAllBytes(archive);
        content[content.length - 1] ^= 1;
        Files.write(archive, content);
        assertThatThrownBy(() -> unpacked(archive))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("launcher/l.jar is not the file that was signed");
    }

    @Test
    void swappedFiles_areFound() throws IOException {
        Map<String, String> other = TestReleases.contents(8);
        Path mixed = directory.resolve("mixed");
        byte[] seven = Files.readAllBytes(archive);
        byte[] eight = Files.readAllBytes(TestReleases.archive(directory, 8));
        int files = other.values().stream().mapToInt(String::length).sum();
        byte[] all = Arrays.copyOf(seven, seven.length); // the head of 7 with the files of 8, of the same sizes
        System.arraycopy(eight, eight.length - files, all, seven.length - files, files);
        Files.write(mixed, all);
        assertThatThrownBy(() -> unpacked(mixed)).hasMessageContaining("bundles/a.jar is not the file that was signed");
    }

    @Test
    void truncated_orWithMoreBehind_isRefusedAtOnce() throws IOException {
        byte[] content = Files.readAllBytes(archive);
        for (int size = 0; size < content.length; size += 13) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(content, size));
            assertThatThrownBy(() -> ReleaseArchive.head(cut)).isInstanceOf(DamagedException.class);
        }
        Path longer = Files.write(directory.resolve("longer"), Arrays.copyOf(content, content.length + 1));
        assertThatThrownBy(() -> ReleaseArchive.head(longer))
                .hasMessageContaining("bytes, its head says " + content.length);
    }

    @Test
    void anotherHead_takesTheSameFiles() throws IOException {
        ReleaseHead head = ReleaseArchive.head(archive);
        ReleaseHead more = new ReleaseHead(head.roots(), TestReleases.MALLORY.sign(head.release()));
        Path signed = directory.resolve("signed");
        try (OutputStream out = Files.newOutputStream(signed)) {
            ReleaseArchive.rewrite(archive, more, out);
        }
        assertThat(ReleaseArchive.head(signed)).isEqualTo(more);
        assertThat(unpacked(signed)).isEqualTo(TestReleases.contents(7));
    }

    @Test
    void contentThatIsNotWhatTheHeadSays_isNotWritten() {
        ReleaseHead head = new ReleaseHead(
                java.util.List.of(TestReleases.signedRoot(1)),
                TestReleases.signed(TestReleases.release(7, TestReleases.contents(7))));
        assertThatThrownBy(() -> TestReleases.write(directory.resolve("wrong"), head, TestReleases.contents(8)))
                .hasMessageContaining("was changed while it was read");
    }
}
