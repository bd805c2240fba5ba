package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelPackageTest {
    private static final Publisher PUBLISHER = Packages.publisher(1);
    private static final Set<PublisherKey> TRUSTED = Set.of(PUBLISHER.key());

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writePackage() throws Exception {
        file = Packages.write(directory, "digits");
    }

    @Test
    void read_packageOfAcceptedPublisher_givesWhatWasWritten() throws Exception {
        ModelPackage read = ModelPackage.read(file, TRUSTED);

        assertThat(read.manifest().identity().name()).isEqualTo("digits");
        assertThat(read.manifest().contract()).isEqualTo(Packages.contract(2));
        assertThat(read.manifest().properties()).containsEntry("reject.below", "0.9");
        assertThat(read.manifest().files())
                .extracting(PackagedFile::path)
                .containsExactly("LICENSE", "card.md", "fake/empty", "fake/inner/graph.txt", "fake/weights.bin");
        assertThat(read.content("card.md")).isEqualTo(Bytes.utf8("# Test model\n"));
        assertThat(read.publisher()).isEqualTo(PUBLISHER.key());
    }

    @Test
    void write_sameInputTwice_givesTheSameBytes() throws Exception {
        Path again = Files.createDirectories(directory.resolve("again"));

        assertThat(Packages.write(again, "digits")).hasSameBinaryContentAs(file);
    }

    @Test
    void write_returnsTheDigestThatTheReaderFinds() throws Exception {
        Digest written =
                Packages.writer(directory, "digits", Packages.contract(2)).write(file, PUBLISHER);

        assertThat(ModelPackage.read(file, TRUSTED).digest()).isEqualTo(written);
    }

    @Test
    void read_publisherNotAccepted_isRefusedNamingFileAndKey() {
        assertThatThrownBy(() ->
                        ModelPackage.read(file, Set.of(Packages.publisher(2).key())))
                .isInstanceOf(PackageException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(PUBLISHER.key().toHex())
                .hasMessageContaining("not accepted");
    }

    @Test
    void read_textFile_isRefused() throws Exception {
        Path text = Files.writeString(directory.resolve("text.signet"), "hello");

        assertThatThrownBy(() -> ModelPackage.read(text, TRUSTED))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("not a model package");
    }

    @Test
    void read_missingFile_isRefused() {
        assertThatThrownBy(() -> ModelPackage.read(directory.resolve("none.signet"), TRUSTED))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("none.signet: cannot be read");
    }

    @Test
    void read_everyTruncation_isRefused() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int size = 0; size < whole.length; size++) {
            Path cut = Files.write(directory.resolve("cut.signet"), Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> ModelPackage.read(cut, TRUSTED)).isInstanceOf(PackageException.class);
        }
    }

    @Test
    void read_oneByteMore_isRefused() throws Exception {
        Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> ModelPackage.read(file, TRUSTED))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("altered");
    }

    @Test
    void manifest_tensorWhoseNameNoStatementCanHold_isRefused() throws Exception {
        byte[] encoded = ManifestCodec.encode(ModelPackage.read(file, TRUSTED).manifest())
                .toArray();
        String text = new String(encoded, StandardCharsets.ISO_8859_1);
        encoded[text.indexOf("\u0083axdFP32") + 2] = '\u001b'; // x, an input of the element type FP32

        assertThatThrownBy(() -> ManifestCodec.decode(Bytes.copyOf(encoded)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("tensor name must be 1 to 64 characters of printable ASCII");
    }

    @Test
    void unpack_twice_keepsTheVerifiedFiles() throws Exception {
        ModelPackage read = ModelPackage.read(file, TRUSTED);
        ModelVariant variant = read.manifest().variant(Packages.FORMAT).orElseThrow();
        Path cache = directory.resolve("cache");

        Path first = read.unpack(variant, cache);
        Object inode = Files.getAttribute(first, "unix:ino");
        Path second = read.unpack(variant, cache);

        assertThat(second).isEqualTo(first);
        assertThat(Files.getAttribute(second, "unix:ino")).isEqualTo(inode);
        assertThat(first.resolve("inner/graph.txt")).hasContent("y = x");
        try (Stream<Path> leftovers = Files.list(cache)) {
            assertThat(leftovers).containsExactly(cache.resolve(read.digest().toHex()));
        }
    }

    @Test
    void unpack_cacheAltered_isReplaced() throws Exception {
        ModelPackage read = ModelPackage.read(file, TRUSTED);
        ModelVariant variant = read.manifest().variant(Packages.FORMAT).orElseThrow();
        Path unpacked = read.unpack(variant, directory.resolve("cache"));
        Files.writeString(unpacked.resolve("weights.bin"), "9.5 0.25");
        Files.writeString(unpacked.resolve("more"), "x");

        read.unpack(variant, directory.resolve("cache"));

        assertThat(unpacked.resolve("weights.bin")).hasContent("0.5 0.25");
        assertThat(unpacked.resolve("more")).doesNotExist();
    }

    @Test
    void unpack_cacheFileReplacedByLink_isReplaced() throws Exception {
        ModelPackage read = ModelPackage.read(file, TRUSTED);
        ModelVariant variant = read.manifest().variant(Packages.FORMAT).orElseThrow();
        Path unpacked = read.unpack(variant, directory.resolve("cache"));
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "0.5 0.25");
        Files.delete(unpacked.resolve("weights.bin"));
        Files.createSymbolicLink(unpacked.resolve("weights.bin"), elsewhere);

        read.unpack(variant, directory.resolve("cache"));

        assertThat(Files.isSymbolicLink(unpacked.resolve("weights.bin"))).isFalse();
        assertThat(elsewhere).exists();
    }

    @Test
    void unpack_packageAlteredSinceItWasRead_isRefused() throws Exception {
        ModelPackage read = ModelPackage.read(file, TRUSTED);
        byte[] whole = Files.readAllBytes(file);
        int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("0.5 0.25");
        whole[at] ^= 1;
        Files.write(file, whole);

        assertThatThrownBy(() -> read.unpack(read.manifest().variants().get(0), directory.resolve("cache")))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("fake/weights.bin");
    }

    @Test
    void packagedFile_pathLeavingTheDirectory_isRefused() {
        for (String path : new String[] {"../x", "/x", "a/../x", "a//x", "a/", "", ".x", "a/.x", "a\\x", "a\u0000"}) {
            assertThatThrownBy(() -> new PackagedFile(path, 0, Digest.sha256(new byte[0])))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void publisher_storedAndLoaded_signsAlike() throws Exception {
        Path pem = directory.resolve("publisher.pem");
        Publisher created = Publisher.create(pem);

        Publisher loaded = Publisher.load(pem);

        assertThat(loaded.key()).isEqualTo(created.key());
        assertThat(loaded.sign(Bytes.utf8("x"))).isEqualTo(created.sign(Bytes.utf8("x")));
        assertThat(Files.getPosixFilePermissions(pem)).hasSize(2);
        assertThatThrownBy(() -> Publisher.create(pem)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void publisher_keysOfTwoPairs_areRefused() throws Exception {
        Publisher.create(directory.resolve("a.pem"));
        Publisher.create(directory.resolve("b.pem"));
        String a = Files.readString(directory.resolve("a.pem"));
        String b = Files.readString(directory.resolve("b.pem"));
        Path mixed = Files.writeString(
                directory.resolve("mixed.pem"),
                a.substring(0, a.indexOf("-----BEGIN PUBLIC")) + b.substring(b.indexOf("-----BEGIN PUBLIC")));

        assertThatThrownBy(() -> Publisher.load(mixed)).hasMessageContaining("not that of the private key");
    }
}
