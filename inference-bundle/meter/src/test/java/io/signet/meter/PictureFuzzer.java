package io.signet.meter;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile files are split or refused; nothing is thrown. */
class PictureFuzzer {
    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(
                PictureFiles.meter().png().toArray(),
                PictureFiles.meter().jpeg().toArray(),
                PictureFiles.blank(24, 12).toArray(),
                PictureFiles.pngHeader(30, 20).toArray());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "6s")
    void anyBytes_areSplitOrRefused(byte[] data) {
        Split split = new MeterReader().split("fuzzed", Bytes.copyOf(data));
        if (!split.file().equals("fuzzed")) {
            throw new IllegalStateException("another file's name");
        }
    }
}
