package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted packages: what everybody can read in them, and what only the key opens. */
final class EncryptedPackageTest {
    private static final Set<PublisherKey> TRUSTED =
            Set.of(Packages.publisher(1).key());

    @TempDir
    Path directory;

    private final ContentKey key = ContentKey.copyOf(new byte[ContentKey.SIZE_BYTES]);

    private static String text(ByteBuffer content) {
        return StandardCharsets.UTF_8.decode(content).toString();
    }

    @Test
    void package_isCheckedAndReadByAnyone_butItsVariants() throws Exception {
        Path file = Packages.writeEncrypted(directory, "digits", key);

        ModelPackage model = ModelPackage.read(file, TRUSTED);

        assertThat(model.manifest().encryption()).isPresent();
        assertThat(model.content("card.md")).isEqualTo(Bytes.utf8("# Test model\n"));
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .contains("# Test model", "Apache License")
                .doesNotContain("0.5 0.25", "y = x");
        assertThatThrownBy(() -> model.unpack(model.manifest().variants().get(0), directory.resolve("cache")))
                .isInstanceOf(PackageException.class)
                .hasMessage(file + ": it is encrypted, and never unpacked to a disk");
    }

    @Test
    void variant_isDecryptedIntoMemoryAndWiped() throws Exception {
        ModelPackage model = ModelPackage.read(Packages.writeEncrypted(directory, "digits", key), TRUSTED);

        DecryptedFiles files = model.decrypt(model.manifest().variants().get(0), key);

        Map<String, ByteBuffer> byPath = files.byPath();
        assertThat(byPath).containsOnlyKeys("empty", "inner/graph.txt", "weights.bin");
        assertThat(text(byPath.get("weights.bin").duplicate())).isEqualTo("0.5 0.25");
        assertThat(text(byPath.get("inner/graph.txt").duplicate())).isEqualTo("y = x");
        assertThat(byPath.get("empty").remaining()).isZero();
        files.close();
        assertThat(byPath.get("weights.bin")).isEqualTo(ByteBuffer.allocate(8));
    }

    @Test
    void keyOfAnotherPackage_isTold() throws Exception {
        ModelPackage model = ModelPackage.read(Packages.writeEncrypted(directory, "digits", key), TRUSTED);
        byte[] other = new byte[ContentKey.SIZE_BYTES];
        other[31] = 1;
        assertThat(model.opensWith(key)).isTrue();
        assertThatThrownBy(() -> model.decrypt(model.manifest().variants().get(0), ContentKey.copyOf(other)))
                .hasMessageContaining("the content key is not that of this package");
    }

    @Test
    void fileThatChangedAfterItWasChecked_isRefused() throws Exception {
        Path file = Packages.writeEncrypted(directory, "digits", key);
        ModelPackage model = ModelPackage.read(file, TRUSTED);
        byte[] changed = Files.readAllBytes(file);
        changed[changed.length - 20] ^= 1; // in the last file, weights.bin
        Files.write(file, changed);
        assertThatThrownBy(() -> model.decrypt(model.manifest().variants().get(0), key))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("altered: 'fake/weights.bin'");
    }

    @Test
    void packageThatIsNotEncrypted_isNotDecrypted() throws Exception {
        ModelPackage model = ModelPackage.read(Packages.write(directory, "digits"), TRUSTED);
        assertThat(model.opensWith(key)).isFalse();
        assertThatThrownBy(() -> model.decrypt(model.manifest().variants().get(0), key))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
