package io.signet.cli.bench;

import io.signet.inference.model.ContentKey;
import io.signet.inference.model.DecryptedFiles;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.Publisher;
import io.signet.inference.spi.TensorSpec;
import io.signet.runtime.Trees;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypting an encrypted package as a node does when it loads it, which reads the file and checks its SHA-256 besides, against
 * Java's AES-256-GCM alone on as many bytes in memory, in chunks of the same size, taking turns.
 */
final class DecryptionBenchmark implements Benchmark {
    private static final String RATIO = "decrypt_over_bare_aes_gcm";
    private static final String SPEED = "decrypt_mib_per_second";
    private static final int SIZE_MIB = 64;
    private static final int SIZE_BYTES = SIZE_MIB << 20;
    private static final int CHUNK_SIZE_BYTES = 1 << 16;
    private static final int TAG_SIZE_BYTES = 16;
    private static final int WARM_UP_TURNS = 3;
    private static final int TURNS = 9;

    @Override
    public List<String> names() {
        return List.of(RATIO, SPEED);
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        try {
            Path directory = Files.createTempDirectory("signet-bench-decrypt-");
            try (ContentKey key = ContentKey.draw(new SecureRandom())) {
                return measure(write(directory, key), key);
            } finally {
                Trees.delete(directory);
            }
        } catch (IOException | PackageException | SigningException | GeneralSecurityException e) {
            throw new BenchmarkException("cannot make an encrypted package to measure: " + e.getMessage(), e);
        }
    }

    private static ModelPackage write(Path directory, ContentKey key)
            throws IOException, PackageException, SigningException, GeneralSecurityException {
        byte[] weights = new byte[SIZE_BYTES];
        new Random(1).nextBytes(weights);
        Path file = Files.write(directory.resolve("weights"), weights);
        TensorSpec tensor = new TensorSpec("x", DataType.FP32, List.of(1L));
        TensorSpec result = new TensorSpec("y", DataType.FP32, List.of(1L));
        Publisher publisher =
                Publisher.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        Path target = directory.resolve("weights" + ModelPackage.EXTENSION);
        new ModelPackageWriter(
                        new ModelIdentity("weights", "1", "Random weights.", LocalDate.of(2026, 1, 1)),
                        new ModelInterface(List.of(tensor), List.of(result), List.of(), Optional.empty(), List.of()))
                .variant("onnx", "model.onnx", file)
                .card(Bytes.utf8("# Random weights\n"))
                .licence("CC0-1.0", Bytes.utf8("CC0\n"))
                .encrypt(key)
                .write(target, publisher);
        return ModelPackage.read(target, Set.of(publisher.key()));
    }

    private static List<Figure> measure(ModelPackage model, ContentKey key)
            throws PackageException, GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec bareKey = new SecretKeySpec(new byte[32], "AES");
        byte[] plain = new byte[CHUNK_SIZE_BYTES];
        cipher.init(Cipher.ENCRYPT_MODE, bareKey, nonce());
        byte[] chunk = cipher.doFinal(plain);
        long ours = Long.MAX_VALUE;
        long bare = Long.MAX_VALUE;
        for (int turn = 0; turn < WARM_UP_TURNS + TURNS; turn++) {
            long start = System.nanoTime();
            decrypt(model, key);
            long middle = System.nanoTime();
            for (int at = 0; at < SIZE_BYTES; at += CHUNK_SIZE_BYTES) {
                cipher.init(Cipher.DECRYPT_MODE, bareKey, nonce());
                cipher.doFinal(chunk, 0, chunk.length, plain, 0);
            }
            long end = System.nanoTime();
            if (turn >= WARM_UP_TURNS) {
                ours = Math.min(ours, middle - start);
                bare = Math.min(bare, end - middle);
            }
        }
        return List.of(
                Figure.stated(RATIO, (double) bare / ours, ""), Figure.stated(SPEED, SIZE_MIB * 1e9 / ours, "MiB/s"));
    }

    private static GCMParameterSpec nonce() {
        return new GCMParameterSpec(8 * TAG_SIZE_BYTES, new byte[12]);
    }

    private static void decrypt(ModelPackage model, ContentKey key) throws PackageException {
        try (DecryptedFiles files = model.decrypt(model.manifest().variants().get(0), key)) {
            ByteBuffer weights = files.byPath().values().iterator().next();
            if (weights.remaining() != SIZE_BYTES) {
                throw new IllegalStateException("the weights have " + weights.remaining() + " bytes");
            }
        }
    }
}
