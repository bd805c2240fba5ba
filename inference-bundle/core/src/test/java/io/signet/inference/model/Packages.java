package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Packages for tests, always the same. */
public final class Packages {
    /** A format that fake engines support. */
    public static final String FORMAT = "fake";

    private Packages() {}

    /** The publisher whose Ed25519 seed is 32 times {@code seed}. */
    public static Publisher publisher(int seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new FixedRandom((byte) seed));
            KeyPair pair = generator.generateKeyPair();
            return Publisher.of(pair);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A contract of one FP32 input {@code x[-1, columns]} and one output {@code y[-1, columns]}. */
    public static ModelInterface contract(long columns) {
        return new ModelInterface(
                List.of(new TensorSpec("x", DataType.FP32, List.of(-1L, columns))),
                List.of(new TensorSpec("y", DataType.FP32, List.of(-1L, columns))),
                List.of("zero", "one"),
                Optional.of(PictureInput.grey("x", 2, 1)),
                List.of(new OutputHint("y", OutputHint.Meaning.PROBABILITIES)));
    }

    /** A writer of a small package with all that a package may have. */
    public static ModelPackageWriter writer(Path directory, String name, ModelInterface contract) throws IOException {
        Path variant = Files.createDirectories(directory.resolve("variant-" + name));
        Files.writeString(variant.resolve("weights.bin"), "0.5 0.25");
        Files.createDirectories(variant.resolve("inner"));
        Files.writeString(variant.resolve("inner/graph.txt"), "y = x");
        Files.writeString(variant.resolve("empty"), "");
        return new ModelPackageWriter(
                        new ModelIdentity(name, "1.0.0", "A model for tests.", LocalDate.of(2026, 1, 2)), contract)
                .variant(FORMAT, variant)
                .card(Bytes.utf8("# Test model\n"))
                .licence("Apache-2.0", Bytes.utf8("Apache License 2.0\n"))
                .property("reject.below", "0.9");
    }

    /** A small package by {@code publisher(1)}. */
    public static Path write(Path directory, String name) throws IOException, SigningException {
        Path file = directory.resolve(name + ModelPackage.EXTENSION);
        writer(directory, name, contract(2)).write(file, publisher(1));
        return file;
    }

    /** The same, encrypted with {@code key}. */
    public static Path writeEncrypted(Path directory, String name, ContentKey key)
            throws IOException, SigningException {
        Path file = directory.resolve(name + ModelPackage.EXTENSION);
        writer(directory, name, contract(2)).encrypt(key).write(file, publisher(1));
        return file;
    }

    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte value;

        FixedRandom(byte value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }
}
