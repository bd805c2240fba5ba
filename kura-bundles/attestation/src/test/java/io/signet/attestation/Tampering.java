package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;

/** What is done to a log's files behind its back, and what has to come of it. */
record Tampering(TestKey key, TestClock clock) {
    /** The log is not opened, since entry {@code index} is not what was acknowledged. */
    void assertRefused(FaultyStorage disk, long index) {
        assertThatExceptionOfType(TamperedLogException.class)
                .isThrownBy(() -> LogFixture.open(disk, key, clock))
                .satisfies(e -> assertThat(e.index()).as(e.getMessage()).isEqualTo(index))
                .withMessageContaining("entry " + index);
    }

    /** Whatever bit of a file of hashes is flipped, it is as it was once the log was opened. */
    void assertMended(FaultyStorage storage, String name, int stride) throws AttestationException {
        Random random = new Random(3);
        byte[] bytes = storage.get(name);
        for (int at = random.nextInt(stride); at < bytes.length; at += stride) {
            FaultyStorage disk = storage.copy();
            disk.put(name, flipped(bytes, at, random.nextInt(8)));
            LogFixture.open(disk, key, clock).close();
            assertThat(disk.get(name)).as("byte %s", at).isEqualTo(bytes);
        }
    }

    /** An open log does not give the entry out. */
    static void assertWithheld(LogAgent log, long index) {
        assertThatExceptionOfType(TamperedLogException.class)
                .isThrownBy(() -> log.entry(index))
                .satisfies(e -> assertThat(e.index()).isEqualTo(index));
    }

    static byte[] flipped(byte[] bytes, int at, int bit) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << bit);
        return flipped;
    }
}
