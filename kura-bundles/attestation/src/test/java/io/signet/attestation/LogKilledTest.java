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
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process with a real disk, killed by SIGKILL in the middle of it. */
class LogKilledTest {
    private static final int LIVES = 5;
    private static final int LINES_MAX = 4_000;
    private static final long SEED = System.nanoTime();

    @TempDir
    Path directory;

    private final Map<Long, String> acknowledged = new HashMap<>();
    private final Map<Long, Digest> roots = new HashMap<>();

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void throughKills_nothingAcknowledgedIsLostAndTheLogOnlyExtends() throws Exception {
        Path keyFile = directory.resolve("key.pem");
        Path logDirectory = directory.resolve("log");
        SoftwareKey key = SoftwareKey.create(keyFile);
        Random random = new Random(SEED);
        for (int life = 0; life < LIVES; life++) {
            Process process = start(logDirectory, keyFile, life);
            try {
                read(process, 1 + random.nextInt(LINES_MAX));
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);
            check(logDirectory, key);
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

    private void check(Path logDirectory, SoftwareKey key) throws Exception {
        LogAgent log = LogAgent.open(new DiskStorage(logDirectory), key, Clock.SYSTEM, LogOptions.DEFAULT);
        log.doWork();
        TreeHead head = log.head();
        shown(head.size(), head.root());
        for (Map.Entry<Long, String> entry : acknowledged.entrySet()) {
            assertThat(log.entry(entry.getKey())).isEqualTo(Bytes.utf8(entry.getValue()));
        }
        for (Map.Entry<Long, Digest> shown : roots.entrySet()) {
            assertThat(log.consistency(shown.getKey(), head.size()).holds(shown.getValue(), head.root()))
                    .as("seed %s: size %s", SEED, shown.getKey())
                    .isTrue();
        }
        log.close();
    }
}
