package io.signet.inference.process.internal;

import io.signet.inference.process.internal.Message.Area;
import io.signet.inference.process.internal.Message.Placed;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.SessionOptions;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages as bytes: a number that says which, then its parts in their order. */
final class MessageCodec {
    private static final int SETTINGS_MAX = 64;

    private MessageCodec() {}

    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static byte[] encode(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (message instanceof Message.Run run) {
            out.writeByte(7);
            out.writeBoolean(run.area().isPresent());
            if (run.area().isPresent()) {
                writeArea(out, run.area().get());
            }
            writeList(out, run.inputs(), MessageCodec::writePlaced);
        } else if (message instanceof Message.Done done) {
            out.writeByte(10);
            writeList(out, done.outputs(), MessageCodec::writePlaced);
        } else if (message instanceof Message.Grow grow) {
            out.writeByte(8);
            out.writeLong(grow.sizeBytes());
        } else if (message instanceof Message.More more) {
            out.writeByte(9);
            writeArea(out, more.area());
        } else if (message instanceof Message.Failed failed) {
            out.writeByte(11);
            out.writeUTF(Message.cut(failed.reason()));
        } else {
            encodeStart(out, message);
        }
        return bytes.toByteArray();
    }

    private static void encodeStart(DataOutputStream out, Message message) throws IOException {
        if (message instanceof Message.Hello hello) {
            out.writeByte(1);
            out.writeInt(hello.version());
            out.writeInt(hello.lane());
        } else if (message instanceof Message.Init init) {
            out.writeByte(2);
            writeList(out, List.copyOf(init.settings().entrySet()), (o, entry) -> {
                o.writeUTF(entry.getKey());
                o.writeUTF(entry.getValue());
            });
        } else if (message instanceof Message.Ready ready) {
            out.writeByte(3);
            out.writeUTF(ready.name());
            out.writeUTF(ready.version());
            out.writeUTF(ready.device());
        } else if (message instanceof Message.Absent absent) {
            out.writeByte(4);
            out.writeUTF(Message.cut(absent.reason()));
        } else if (message instanceof Message.Open open) {
            out.writeByte(5);
            out.writeUTF(open.directory());
            out.writeUTF(open.format());
            writeOptions(out, open.options());
        } else if (message instanceof Message.Opened opened) {
            out.writeByte(6);
            writeList(out, opened.inputs(), MessageCodec::writeSpec);
            writeList(out, opened.outputs(), MessageCodec::writeSpec);
            writeList(out, opened.engineVersion().stream().toList(), DataOutputStream::writeUTF);
        }
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IOException if it is something else, or out of bounds
     */
    static Message decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            Message message = decode(in, in.readUnsignedByte());
            if (in.read() >= 0) {
                throw new IOException("a message goes on behind its end");
            }
            return message;
        } catch (IllegalArgumentException e) { // of a type or a tensor that cannot be
            throw new IOException("a message is malformed: " + e.getMessage(), e);
        }
    }

    private static Message decode(DataInputStream in, int kind) throws IOException {
        return switch (kind) {
            case 1 -> new Message.Hello(in.readInt(), in.readInt());
            case 2 -> new Message.Init(readSettings(in));
            case 3 -> new Message.Ready(in.readUTF(), in.readUTF(), in.readUTF());
            case 4 -> new Message.Absent(in.readUTF());
            case 5 -> new Message.Open(in.readUTF(), in.readUTF(), readOptions(in));
            case 6 ->
                new Message.Opened(
                        readList(in, Message.TENSORS_MAX, MessageCodec::readSpec),
                        readList(in, Message.TENSORS_MAX, MessageCodec::readSpec),
                        readList(in, 1, i -> i.readUTF()).stream().findFirst());
            case 7 ->
                new Message.Run(
                        in.readBoolean() ? Optional.of(readArea(in)) : Optional.empty(),
                        readList(in, Message.TENSORS_MAX, MessageCodec::readPlaced));
            case 8 -> new Message.Grow(in.readLong());
            case 9 -> new Message.More(readArea(in));
            case 10 -> new Message.Done(readList(in, Message.TENSORS_MAX, MessageCodec::readPlaced));
            case 11 -> new Message.Failed(in.readUTF());
            default -> throw new IOException("there is no message " + kind);
        };
    }

    private static Map<String, String> readSettings(DataInputStream in) throws IOException {
        Map<String, String> settings = new HashMap<>();
        readList(in, SETTINGS_MAX, i -> Map.entry(i.readUTF(), i.readUTF()))
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return settings;
    }

    private static void writeOptions(DataOutputStream out, SessionOptions options) throws IOException {
        out.writeInt(options.rowsMax());
        out.writeInt(options.runsMax());
        out.writeLong(options.runTimeMax().toMillis());
        writeList(out, options.precisions().stream().sorted().toList(), (o, lower) -> o.writeUTF(lower.text()));
    }

    private static SessionOptions readOptions(DataInputStream in) throws IOException {
        return new SessionOptions(
                in.readInt(),
                in.readInt(),
                Duration.ofMillis(in.readLong()),
                new HashSet<>(readList(in, Precision.LOWER.size(), i -> Precision.of(i.readUTF()))));
    }

    private static void writeArea(DataOutputStream out, Area area) throws IOException {
        out.writeUTF(area.file());
        out.writeInt(area.sizeBytes());
    }

    private static Area readArea(DataInputStream in) throws IOException {
        return new Area(in.readUTF(), in.readInt());
    }

    private static void writePlaced(DataOutputStream out, Placed placed) throws IOException {
        out.writeUTF(placed.name());
        out.writeUTF(placed.type().name());
        writeList(out, placed.shape(), DataOutputStream::writeLong);
        out.writeInt(placed.offset());
    }

    private static Placed readPlaced(DataInputStream in) throws IOException {
        return new Placed(
                in.readUTF(),
                DataType.valueOf(in.readUTF()),
                readList(in, Tensor.RANK_MAX, DataInputStream::readLong),
                in.readInt());
    }

    private static void writeSpec(DataOutputStream out, TensorSpec spec) throws IOException {
        out.writeUTF(spec.name());
        out.writeUTF(spec.type().name());
        writeList(out, spec.shape(), DataOutputStream::writeLong);
    }

    private static TensorSpec readSpec(DataInputStream in) throws IOException {
        return new TensorSpec(
                in.readUTF(), DataType.valueOf(in.readUTF()), readList(in, Tensor.RANK_MAX, DataInputStream::readLong));
    }

    private static <T> void writeList(DataOutputStream out, List<T> list, Writer<? super T> writer) throws IOException {
        out.writeShort(list.size());
        for (T value : list) {
            writer.write(out, value);
        }
    }

    private static <T> List<T> readList(DataInputStream in, int max, Reader<T> reader) throws IOException {
        int size = in.readUnsignedShort();
        if (size > max) {
            throw new IOException("a list has " + size + " parts, at most " + max + " are allowed");
        }
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(reader.read(in));
        }
        return list;
    }
}
