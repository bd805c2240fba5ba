package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TreeHead;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process with a real disk, killed by SIGKILL in the middle of it, many times: no acknowledged statement is lost, and
 * no two heads of one size have different roots. {@code .ci/heavy} kills it 1,000 times.
 */
class LogKilledTest {
    private static final int LIVES = Integer.getInteger("signet.kills", 20);
    private static final int LINES_MAX = 1_500;
    /** Of what was acknowledged before the last life, so much is looked at after each; all of it at the end. */
    private static final int OLD_ONES = 50;

    private static final long SEED = System.nanoTime();

    @TempDir
    Path directory;

    private final TreeMap<Long, String> acknowledged = new TreeMap<>();
    private final TreeMap<Long, Digest> roots = new TreeMap<>();
    private final Random random = new Random(SEED);
    private long sizeBefore;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void throughKills_nothingAcknowledgedIsLostAndTheLogOnlyExtends() throws Exception {
        Path keyFile = directory.resolve("key.pem");
        Path logDirectory = directory.resolve("log");
        SoftwareKey key = SoftwareKey.create(keyFile);
        for (int life = 0; life < LIVES; life++) {
            Process process = start(logDirectory, keyFile, life);
            try {
                read(process, 1 + random.nextInt(LINES_MAX));
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);
            check(logDirectory, key, life == LIVES - 1);
        }
    }

    private static Process start(Path logDirectory, Path keyFile, int life) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        KilledNode.class.getName(),
                        logDirectory.toString(),
                        keyFile.toString(),
                        Integer.toString(life))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Reads that many acknowledgements; whatever else was said before the kill is nobody's knowledge. */
    private void read(Process process, int lines) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (int i = 0; i < lines; i++) {
            String line = reader.readLine();
            assertThat(line).as("seed %s, line %s", SEED, i).isNotNull().doesNotStartWith("failed");
            String[] words = line.split(" ", 4);
            String before = acknowledged.put(Long.parseLong(words[0]), words[3]);
            assertThat(before)
                    .as("seed %s: entry %s was given before", SEED, words[0])
                    .isNull();
            shown(Long.parseLong(words[1]), Digest.fromHex(words[2]));
        }
    }

    private void shown(long size, Digest root) {
        Digest before = roots.put(size, root);
        assertThat(before == null || before.equals(root))
                .as("seed %s: one root of size %s", SEED, size)
                .isTrue();
    }

    /** Looks at everything that the last life acknowledged, and at some of what is older, or all. */
    private void check(Path logDirectory, SoftwareKey key, boolean all) throws Exception {
        LogAgent log = LogAgent.open(new DiskStorage(logDirectory), key, Clock.SYSTEM, LogOptions.DEFAULT);
        log.doWork();
        TreeHead head = log.head();
        shown(head.size(), head.root());
        for (long index : looked(acknowledged, all)) {
            assertThat(log.entry(index))
                    .as("seed %s: entry %s", SEED, index)
                    .isEqualTo(Bytes.utf8(acknowledged.get(index)));
        }
        for (long size : looked(roots, all)) {
            assertThat(log.consistency(size, head.size()).holds(roots.get(size), head.root()))
                    .as("seed %s: size %s", SEED, size)
                    .isTrue();
        }
        sizeBefore = head.size();
        log.close();
        checkStaticFiles(logDirectory, key);
    }

    /** What a plain web server shows meanwhile is the log as it was at some head, and whole. */
    private void checkStaticFiles(Path logDirectory, SoftwareKey key) throws Exception {
        DiskStorage storage = DiskStorage.readOnly(logDirectory);
        if (storage.exists("checkpoint")) { // the first lives may be too short
            TreeHead shown = new StaticReader(storage).assertWhole(key.publicKey());
            assertThat(shown.size()).isLessThanOrEqualTo(sizeBefore);
            shown(shown.size(), shown.root());
        }
    }

    private NavigableSet<Long> looked(NavigableMap<Long, ?> known, boolean all) {
        if (all) {
            return known.navigableKeySet();
        }
        NavigableSet<Long> looked = new TreeSet<>(known.tailMap(sizeBefore).keySet());
        for (int i = 0; i < OLD_ONES && sizeBefore > 0; i++) {
            Optional.ofNullable(known.floorKey(random.nextLong(sizeBefore))).ifPresent(looked::add);
        }
        return looked;
    }
}
