package io.signet.inference.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.MalformedException;
import java.nio.ByteBuffer;

/** Hostile bytes before the files give the declared exception or a head no larger than they, nothing else. */
final class ModelPackageFuzzer {
    @FuzzTest(maxDuration = "3s")
    void head_anyBytes_isReadOrMalformed(byte[] data) {
        try {
            PackageFormat.Head head = PackageFormat.readHead(ByteBuffer.wrap(data));
            if (head.sizeBytes() > data.length || head.manifest().size() > data.length) {
                throw new IllegalStateException("the head is larger than the input");
            }
            head.signed();
        } catch (MalformedException e) {
            // what hostile bytes are
        }
    }
}
