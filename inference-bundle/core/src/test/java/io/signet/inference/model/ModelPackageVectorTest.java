package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vector in docs/model-packages.md is what the code writes and reads. */
final class ModelPackageVectorTest {
    @TempDir
    Path directory;

    private final String page;
    private final Bytes vector;

    ModelPackageVectorTest() throws Exception {
        PageVectors vectors = PageVectors.read();
        page = vectors.page();
        vector = vectors.vector("model-package");
    }

    @Test
    void writer_givesTheVector() throws Exception {
        assertThat(Bytes.copyOf(Files.readAllBytes(Packages.write(directory, "digits"))))
                .isEqualTo(vector);
    }

    @Test
    void reader_readsTheVectorAndFindsTheDigestOfThePage() throws Exception {
        Path file = Files.write(directory.resolve("vector.signet"), vector.toArray());

        ModelPackage read = ModelPackage.read(file, Set.of(Packages.publisher(1).key()));

        assertThat(page).contains(read.digest().toHex(), read.publisher().toHex());
    }
}
