package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStorageTest {
    @TempDir
    Path directory;

    @Test
    void write_thenReadAtPosition_givesTheBytes() throws IOException {
        DiskStorage storage = new DiskStorage(directory.resolve("log"));
        try (StorageFile file = storage.open("a-1")) {
            file.write(0, utf8("hello world"));
            file.force();
            assertThat(file.sizeBytes()).isEqualTo(11);
            assertThat(read(file, 6, 5)).isEqualTo("world");
        }
        assertThat(storage.list()).containsExactly("a-1");
        assertThat(storage.exists("a-1")).isTrue();
        assertThat(storage.exists("a-2")).isFalse();
    }

    @Test
    void read_pastTheEnd_givesWhatThereIs() throws IOException {
        try (StorageFile file = new DiskStorage(directory).open("a")) {
            file.write(0, utf8("abc"));
            assertThat(read(file, 1, 10)).isEqualTo("bc");
            assertThat(read(file, 9, 10)).isEmpty();
        }
    }

    @Test
    void truncate_cutsTheFile() throws IOException {
        try (StorageFile file = new DiskStorage(directory).open("a")) {
            file.write(0, utf8("abc"));
            file.truncate(1);
            assertThat(read(file, 0, 10)).isEqualTo("a");
        }
    }

    @Test
    void replace_ofAnExistingFile_leavesTheNewContent() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        put(storage, "old", "old");
        put(storage, "new", "new");
        storage.replace("new", "old");
        assertThat(storage.list()).containsExactly("old");
        try (StorageFile file = storage.open("old")) {
            assertThat(read(file, 0, 10)).isEqualTo("new");
        }
    }

    @Test
    void delete_ofAMissingFile_doesNothing() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        put(storage, "a", "a");
        storage.delete("a");
        storage.delete("a");
        assertThat(storage.list()).isEmpty();
    }

    @Test
    void claim_heldAlready_isRefusedUntilClosed() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        try (Storage.Claim held = storage.claim()) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> new DiskStorage(directory).claim())
                    .withMessageContaining("in use");
        }
        storage.claim().close();
    }

    @Test
    void object_thatWasPut_isThereWholeAndNoFile() throws IOException {
        DiskStorage storage = new DiskStorage(directory.resolve("log"));
        storage.put("tile/0/x001/234", utf8("hashes"));
        storage.put("tile/0/x001/234", utf8("others"));
        storage.put("tile/entries/000", utf8("entries"));
        storage.force(List.of("tile/0/x001/234", "tile/entries/000"));
        assertThat(object(storage, "tile/0/x001/234")).contains("others");
        assertThat(object(storage, "tile/entries/000")).contains("entries");
        assertThat(object(storage, "tile/entries/001")).isEmpty();
        assertThat(storage.list()).isEmpty();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
        storage.remove("tile/entries/000");
        storage.remove("tile/entries/000");
        assertThat(object(storage, "tile/entries/000")).isEmpty();
    }

    @Test
    void object_largerThanAllowed_isAnError() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        storage.put("tile/a", utf8("abc"));
        assertThat(storage.get("tile/a", 3)).isPresent();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> storage.get("tile/a", 2))
                .withMessageContaining("at most 2");
    }

    @Test
    void object_thatIsNotThere_canNotBeForced() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> storage.force(List.of("tile/a")));
    }

    @Test
    void path_thatLeavesTheDirectoryOrNamesAFile_isRefused() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        for (String path : new String[] {"a", "../a", "a/../b", "a/.b", "/a", "a/", "a//b", "a/B", "a/b.new", ""}) {
            assertThatIllegalArgumentException().isThrownBy(() -> storage.get(path, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> storage.put(path, utf8("x")));
        }
    }

    @Test
    void readOnly_readsAndChangesNothing() throws IOException {
        DiskStorage writer = new DiskStorage(directory);
        put(writer, "a", "abc");
        writer.put("tile/a", utf8("xyz"));
        DiskStorage reader = DiskStorage.readOnly(directory);
        try (StorageFile file = reader.open("a")) {
            assertThat(read(file, 0, 10)).isEqualTo("abc");
        }
        assertThat(object(reader, "tile/a")).contains("xyz");
        assertThat(reader.list()).isEqualTo(writer.list());
        for (ThrowingCallable change : new ThrowingCallable[] {
            () -> reader.open("b"),
            () -> reader.delete("a"),
            () -> reader.replace("a", "b"),
            () -> reader.put("tile/a", utf8("x")),
            () -> reader.force(List.of("tile/a")),
            () -> reader.remove("tile/a"),
            reader::claim
        }) {
            assertThatExceptionOfType(IOException.class).isThrownBy(change);
        }
        assertThat(object(writer, "tile/a")).contains("xyz");
    }

    private static Optional<String> object(DiskStorage storage, String path) throws IOException {
        return storage.get(path, 100)
                .map(content -> StandardCharsets.UTF_8.decode(content).toString());
    }

    @Test
    void name_thatLeavesTheDirectory_isRefused() throws IOException {
        DiskStorage storage = new DiskStorage(directory);
        for (String name : new String[] {"../a", "a/b", "", ".hidden", "A", "a b"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> storage.open(name));
        }
    }

    private static void put(Storage storage, String name, String text) throws IOException {
        try (StorageFile file = storage.open(name)) {
            file.write(0, utf8(text));
        }
    }

    private static String read(StorageFile file, long position, int sizeBytes) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(sizeBytes);
        int read = file.read(position, target);
        return new String(target.array(), 0, read, StandardCharsets.UTF_8);
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
