package io.signet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
