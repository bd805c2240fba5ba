package io.signet.inference.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.OutputStream;

/** Hostile encrypted files give the declared exception: nobody can make one that opens. */
final class ContentStreamFuzzer {
    private final ContentKey key = ContentKey.copyOf(new byte[ContentKey.SIZE_BYTES]);

    @FuzzTest(maxDuration = "3s")
    void file_anyBytes_doesNotOpen(byte[] data) throws IOException {
        ContentStream stream = ContentStream.opening(key, "onnx/model.onnx", OutputStream.nullOutputStream());
        try {
            stream.write(data);
            stream.finish();
        } catch (ContentStream.AlteredChunkException e) {
            return;
        }
        throw new IllegalStateException("bytes that nobody encrypted were decrypted");
    }
}
