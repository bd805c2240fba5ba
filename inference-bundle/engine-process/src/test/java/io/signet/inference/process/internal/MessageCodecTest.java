package io.signet.inference.process.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.process.internal.Message.Area;
import io.signet.inference.process.internal.Message.Placed;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class MessageCodecTest {
    private static final Placed X = new Placed("x", DataType.FP32, List.of(2L, 3L), 64);

    static List<Message> messages() {
        return List.of(
                new Message.Hello(1, 3),
                new Message.Init(Map.of("threads", "2")),
                new Message.Ready("test", "1.0", "cpu/test"),
                new Message.Absent("no device"),
                new Message.Open("/models/x", "onnx", new SessionOptions(64, 2)),
                new Message.Open("/models/x", "onnx", SessionOptions.DEFAULT.allowing(Set.copyOf(Precision.LOWER))),
                new Message.Opened(
                        List.of(new TensorSpec("x", DataType.FP32, List.of(-1L, 3L))),
                        List.of(new TensorSpec("y", DataType.INT64, List.of())),
                        Optional.of("10.6.0-fp16")),
                new Message.Opened(List.of(), List.of(), Optional.empty()),
                new Message.Run(Optional.of(new Area("/dev/shm/a", 65_536)), List.of(X)),
                new Message.Run(Optional.empty(), List.of()),
                new Message.Grow(1L << 31),
                new Message.More(new Area("/dev/shm/b", 1 << 20)),
                new Message.Done(List.of(X)),
                new Message.Failed("no kernel"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_comesBackAsItWas(Message message) throws Exception {
        assertThat(MessageCodec.decode(MessageCodec.encode(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageCutOrProlonged_isRefused(Message message) throws Exception {
        byte[] bytes = MessageCodec.encode(message);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MessageCodec.decode(cut)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> MessageCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void longReason_isCut() throws Exception {
        Message cut = MessageCodec.decode(MessageCodec.encode(new Message.Failed("x".repeat(100_000))));

        assertThat(((Message.Failed) cut).reason()).hasSize(Message.TEXT_CHARS_MAX);
    }

    @Test
    void tensorOutsideOfTheMemory_isRefused() {
        ByteBuffer memory = ByteBuffer.allocate(128);
        for (Placed outside : List.of(
                new Placed("x", DataType.FP32, List.of(17L), 64),
                new Placed("x", DataType.FP32, List.of(1L), -4),
                new Placed("x", DataType.FP32, List.of(-1L), 0),
                new Placed("x", DataType.FP32, List.of(1L << 40), 0))) {
            assertThatThrownBy(() -> TensorPlaces.at(outside, memory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("outside of the shared memory");
        }
    }
}
