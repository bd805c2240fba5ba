package io.signet.inference.onnxruntime.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.inference.spi.EngineException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

final class ExternalDataFuzzer {
    @FuzzTest(maxDuration = "3s")
    void model_anyBytes_isAcceptedOrRefused(byte[] bytes) {
        try {
            ExternalData.requireWithin(Path.of("absent"), ByteBuffer.wrap(bytes));
        } catch (EngineException e) {
            // refused, which is an answer
        }
    }
}
