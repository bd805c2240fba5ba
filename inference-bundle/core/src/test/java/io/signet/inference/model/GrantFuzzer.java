package io.signet.inference.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;

/** Hostile grants give the declared exception, or a grant with that one encoding. */
final class GrantFuzzer {
    @FuzzTest(maxDuration = "3s")
    void grant_anyBytes_isReadOrMalformed(byte[] data) {
        Bytes encoded = Bytes.copyOf(data);
        try {
            if (!Grant.decode(encoded).encode().equals(encoded)) {
                throw new IllegalStateException("a grant has two encodings");
            }
        } catch (MalformedException e) {
            // what hostile bytes are
        }
    }
}
