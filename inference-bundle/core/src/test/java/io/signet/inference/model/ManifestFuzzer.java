package io.signet.inference.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;

/** Hostile manifests give the declared exception, or a manifest with that one encoding. */
final class ManifestFuzzer {
    @FuzzTest(maxDuration = "3s")
    void manifest_anyBytes_isReadOrMalformed(byte[] data) {
        Bytes encoded = Bytes.copyOf(data);
        try {
            Manifest manifest = ManifestCodec.decode(encoded);
            if (!ManifestCodec.encode(manifest).equals(encoded)) {
                throw new IllegalStateException("a manifest has two encodings");
            }
        } catch (MalformedException e) {
            // what hostile bytes are
        }
    }
}
