package io.signet.inference.process.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** What a process says that went wrong is a message or an {@link IOException}, and nothing else. */
final class MessageFuzzer {
    @FuzzTest(maxDuration = "5s")
    void anyBytes_areAMessageOrRefused(byte[] bytes) {
        try {
            MessageCodec.encode(MessageCodec.decode(bytes));
        } catch (IOException refused) {
            // as it should be
        }
    }
}
