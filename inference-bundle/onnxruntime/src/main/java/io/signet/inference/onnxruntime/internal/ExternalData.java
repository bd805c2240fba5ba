package io.signet.inference.onnxruntime.internal;

import io.signet.inference.spi.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds what files a model wants to read besides its own. ONNX lets a tensor name any file, and ONNX Runtime even an
 * address in memory; here it may name nothing but a plain file in the model's directory, whose digest the package has.
 *
 * <p>Field numbers are those of <a href="https://github.com/onnx/onnx/blob/v1.16.0/onnx/onnx.proto">onnx.proto</a>.
 */
final class ExternalData {
    private static final int DEPTH_MAX = 64;
    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;
    private static final String LOCATION = "location";
    private static final Pattern PLAIN_PATH =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*");

    /** The messages on the ways to a tensor. */
    private enum Message {
        MODEL,
        TRAINING,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR,
        EXTERNAL_DATA,
        OTHER;

        Message nested(int field) {
            return switch (this) {
                case MODEL ->
                    switch (field) {
                        case 7 -> GRAPH;
                        case 20 -> TRAINING;
                        case 25 -> FUNCTION;
                        default -> OTHER;
                    };
                case TRAINING -> field == 1 || field == 2 ? GRAPH : OTHER;
                case FUNCTION ->
                    switch (field) {
                        case 7 -> NODE;
                        case 11 -> ATTRIBUTE;
                        default -> OTHER;
                    };
                case GRAPH ->
                    switch (field) {
                        case 1 -> NODE;
                        case 5 -> TENSOR;
                        case 15 -> SPARSE_TENSOR;
                        default -> OTHER;
                    };
                case NODE -> field == 5 ? ATTRIBUTE : OTHER;
                case ATTRIBUTE ->
                    switch (field) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> OTHER;
                    };
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : OTHER;
                case TENSOR -> field == 13 ? EXTERNAL_DATA : OTHER;
                case EXTERNAL_DATA, OTHER -> OTHER;
            };
        }
    }

    /** Where the model's other files are; empty if there can be none. */
    private final Optional<Path> directory;

    private ExternalData(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * Checks that all data of the model in {@code file} is in it, or in files of {@code directory}.
     *
     * @throws EngineException if not, or if the file can't be read as a model
     */
    static void requireWithin(Path directory, Path file) throws EngineException {
        if (!Files.isRegularFile(file)) {
            throw new EngineException("there is no " + file.getFileName() + " in " + directory);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new EngineException("it has " + channel.size() + " bytes, more than " + Integer.MAX_VALUE);
            }
            ByteBuffer model = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            requireWithin(directory, model);
        } catch (IOException | EngineException e) {
            throw EngineException.of("cannot load the ONNX model " + file, e);
        }
    }

    /** Checks the same of a model in memory. */
    static void requireWithin(Path directory, ByteBuffer model) throws EngineException {
        new ExternalData(Optional.of(directory)).check(Message.MODEL, new WireReader(model), 0);
    }

    /** Checks that all data of a model in memory is in it. */
    static void requireNone(ByteBuffer model) throws EngineException {
        new ExternalData(Optional.empty()).check(Message.MODEL, new WireReader(model), 0);
    }

    private void check(Message kind, WireReader message, int depth) throws EngineException {
        if (depth > DEPTH_MAX) {
            throw new EngineException("its graphs are nested more than " + DEPTH_MAX + " deep");
        }
        while (message.next()) {
            if (!message.isBytes(message.field())) {
                continue;
            }
            Message nested = kind.nested(message.field());
            if (nested == Message.EXTERNAL_DATA) {
                checkEntry(message.message());
            } else if (nested != Message.OTHER) {
                check(nested, message.message(), depth + 1);
            }
        }
    }

    private void checkEntry(WireReader entry) throws EngineException {
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.isBytes(ENTRY_KEY)) {
                key = entry.text();
            } else if (entry.isBytes(ENTRY_VALUE)) {
                value = entry.text();
            }
        }
        if (key.equals(LOCATION) && !isPlainFile(value)) {
            throw new EngineException("it wants to read '" + value + "', which is no file of its package");
        }
    }

    private boolean isPlainFile(String location) {
        return PLAIN_PATH.matcher(location).matches()
                && directory
                        .filter(files -> Files.isRegularFile(files.resolve(location), LinkOption.NOFOLLOW_LINKS))
                        .isPresent();
    }
}
