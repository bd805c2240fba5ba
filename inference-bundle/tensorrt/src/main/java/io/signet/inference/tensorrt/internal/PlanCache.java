package io.signet.inference.tensorrt.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Plans on the disk: building one takes minutes, reading it a second. Each file begins with the SHA-256 of the rest, so
 * that one that is damaged is never run; such a one is built again. What is kept is bounded by number.
 */
final class PlanCache {
    static final String EXTENSION = ".plan";
    static final int PLANS_MAX = 32;

    private static final int DIGEST_BYTES = 32;
    private static final String DRAFT = ".new";

    private final Path directory;
    private final Consumer<String> log;

    /**
     * Plans in {@code directory}, which need not exist.
     *
     * @param log is told what is damaged, in a line
     */
    PlanCache(Path directory, Consumer<String> log) {
        this.directory = directory;
        this.log = log;
    }

    /**
     * The plan of {@code key}; empty if there is none that is whole.
     *
     * @throws IOException if it is there and can't be read
     */
    Optional<ByteBuffer> read(PlanKey key) throws IOException {
        Path file = directory.resolve(key.fileName());
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        ByteBuffer content;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() <= DIGEST_BYTES || channel.size() > Integer.MAX_VALUE) {
                return damaged(file, "it has " + channel.size() + " bytes");
            }
            content = ByteBuffer.allocateDirect((int) channel.size());
            while (content.hasRemaining() && channel.read(content) >= 0) {
                // until all is read
            }
            content.flip();
        }
        byte[] stated = new byte[DIGEST_BYTES];
        content.get(stated);
        ByteBuffer plan = content.slice();
        MessageDigest digest = PlanKey.digest();
        digest.update(plan.duplicate());
        if (!Arrays.equals(stated, digest.digest())) {
            return damaged(file, "its content is not what was written");
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis())); // it was used last
        return Optional.of(plan);
    }

    private Optional<ByteBuffer> damaged(Path file, String how) throws IOException {
        log.accept("the plan " + file + " is damaged (" + how + "); it is built again");
        Files.deleteIfExists(file);
        return Optional.empty();
    }

    /** Forgets the plan of {@code key}, which did not do. */
    void remove(PlanKey key) throws IOException {
        Files.deleteIfExists(directory.resolve(key.fileName()));
    }

    /** Keeps {@code plan}; the plans that were not used for longest go. */
    void write(PlanKey key, ByteBuffer plan) throws IOException {
        Files.createDirectories(directory);
        MessageDigest digest = PlanKey.digest();
        digest.update(plan.duplicate());
        Path draft = Files.createTempFile(directory, "", DRAFT);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                writeFully(channel, ByteBuffer.wrap(digest.digest()));
                writeFully(channel, plan.duplicate());
                channel.force(true);
            }
            Files.move(
                    draft,
                    directory.resolve(key.fileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        forgetOldest();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void forgetOldest() throws IOException {
        record Plan(Path file, FileTime used) {}
        List<Plan> plans = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(EXTENSION)).toList()) {
                plans.add(new Plan(file, Files.getLastModifiedTime(file)));
            }
        }
        plans.sort(Comparator.comparing(Plan::used).reversed());
        for (Plan old : plans.subList(Math.min(PLANS_MAX, plans.size()), plans.size())) {
            Files.deleteIfExists(old.file());
        }
    }
}
