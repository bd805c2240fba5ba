package io.signet.attestation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.Receipt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A log whose files were changed in any way is refused by the declared exception, or opens and goes on. */
final class LogFuzzer {
    private static final int ENTRIES = 300;

    private final TestKey key = new TestKey();
    private final TestClock clock = new TestClock();
    private final FaultyStorage intact = writeLog();

    /** A file cut, one grown, one gone, one byte changed. */
    static Stream<byte[]> seeds() {
        return Stream.of("0000010000", "01010200ff", "0202000000", "0303002a55").map(HexFormat.of()::parseHex);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void log_withAnyChanges_isRefusedOrGoesOn(byte[] data) {
        FaultyStorage storage = intact.copy();
        change(storage, ByteBuffer.wrap(data));
        try {
            LogAgent log = LogFixture.open(storage, key, clock);
            if (log.size() < ENTRIES) {
                throw new IllegalStateException("acknowledged entries are gone, unnoticed");
            }
            for (int i = 0; i < ENTRIES; i++) {
                if (!log.entry(i).equals(LogFixture.statement(i))) {
                    throw new IllegalStateException("entry " + i + " is another one, unnoticed");
                }
            }
            Receipt receipt = LogFixture.append(log, 100, 101).get(0);
            if (!receipt.head().equals(log.head())) {
                throw new IllegalStateException("the log does not go on");
            }
        } catch (AttestationException e) {
            // what an altered log gets
        }
    }

    private FaultyStorage writeLog() {
        FaultyStorage storage = new FaultyStorage();
        try {
            LogAgent log = LogFixture.open(storage, key, clock);
            LogFixture.append(log, 0, ENTRIES - 1);
            LogFixture.append(log, ENTRIES - 1, ENTRIES);
            if (log.doWork() == 0) {
                throw new IllegalStateException("256 entries did not become tiles");
            }
            log.close();
            return storage;
        } catch (AttestationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each change: a file, what to do with it, where, and with which bytes. */
    private static void change(FaultyStorage storage, ByteBuffer script) {
        while (script.remaining() >= 5) {
            List<String> names = new ArrayList<>(storage.list());
            names.addAll(storage.objects());
            if (names.isEmpty()) {
                return;
            }
            String name = names.get(Byte.toUnsignedInt(script.get()) % names.size());
            byte[] bytes = storage.get(name);
            int action = script.get() & 3;
            int at = Short.toUnsignedInt(script.getShort()) % (bytes.length + 1);
            byte value = script.get();
            switch (action) {
                case 0 -> storage.put(name, Arrays.copyOf(bytes, at));
                case 1 -> storage.put(name, Arrays.copyOf(bytes, at + Byte.toUnsignedInt(value)));
                case 2 -> {
                    if (!name.equals("heads")) {
                        storage.remove(name);
                    }
                }
                default -> {
                    if (at < bytes.length) {
                        bytes[at] = value;
                        storage.put(name, bytes);
                    }
                }
            }
        }
    }
}
