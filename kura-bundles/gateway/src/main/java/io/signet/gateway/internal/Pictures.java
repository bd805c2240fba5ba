package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.inference.model.PictureInput;
import io.signet.inference.spi.TensorSpec;
import io.signet.jetson.JetsonLibrary;
import io.signet.jetson.NativeLoading;
import io.signet.jetson.Picture;
import io.signet.jetson.Preprocessor;
import io.signet.pictures.PictureException;
import io.signet.pictures.PictureFile;
import io.signet.runtime.Clock;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes pictures for models whose packages say how one becomes their input. Thread-safe. */
final class Pictures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);

    /** A picture takes a thousandth of it; many threads would only wait for each other. */
    private static final int THREADS = 1;

    private static final Duration DECODING_MAX = Duration.ofSeconds(5);
    /** Of red, green and blue beside what was decoded. */
    private static final int PIXEL_BYTES = 3;
    /** A file, what of it is needed, and a copy of that. */
    private static final int FILE_COPIES = 3;
    /** A row, and the part of it that holds a letterboxed picture. */
    private static final int ROW_COPIES = 2;

    private final Optional<Preprocessor> preprocessor;
    private final String missing;
    private final Clock clock;

    private Pictures(Optional<Preprocessor> preprocessor, String missing, Clock clock) {
        this.preprocessor = preprocessor;
        this.missing = missing;
        this.clock = clock;
    }

    /** With the native library, if this machine has one; else every picture is refused with the reason. */
    static Pictures open(Clock clock) {
        return of(JetsonLibrary.load(), clock);
    }

    static Pictures of(NativeLoading loading, Clock clock) {
        if (loading instanceof NativeLoading.Loaded loaded) {
            return new Pictures(Optional.of(loaded.library().preprocessor(THREADS)), "", clock);
        }
        String reason = ((NativeLoading.Missing) loading).reason();
        LOG.info("the gateway takes no pictures: {}", reason);
        return new Pictures(Optional.empty(), reason, clock);
    }

    /** What became of a picture. */
    sealed interface Made {}

    /**
     * A request of one row.
     *
     * @param inputs the model's only input
     * @param recipe how it was made
     */
    record Row(Map<String, Tensor> inputs, PictureInput recipe) implements Made {}

    /** No request. */
    record Refused(Failure failure) implements Made {}

    /**
     * Makes a row of {@code model} of a PNG or JPEG file.
     *
     * @param memory taken for the file so far; grows by what is needed, then shrinks to the row, and its owner gives it back
     */
    Made row(ModelInfo model, byte[] file, ByteBudget.Share memory) {
        Optional<TensorSpec> input = input(model);
        if (input.isEmpty()) {
            return refused(
                    415,
                    "no picture becomes the input of '" + model.name()
                            + "': its package does not say how, or it takes more" + " than one input; send tensors");
        }
        if (preprocessor.isEmpty()) {
            return refused(501, "this node takes no pictures: " + missing + "; send tensors");
        }
        PictureInput recipe = model.picture().orElseThrow();
        PictureRows rows = new PictureRows(preprocessor.get(), recipe, input.get());
        long fixed = (long) FILE_COPIES * file.length + ROW_COPIES * rows.bytes();
        Optional<Failure> full = take(memory, fixed);
        if (full.isPresent()) {
            return new Refused(full.get());
        }
        try (PictureFile picture = PictureFile.open(file)) {
            full = tooLarge(picture)
                    .or(() -> take(
                            memory,
                            fixed
                                    + picture.decodedBytesMax()
                                    + (long) picture.width() * picture.height() * PIXEL_BYTES));
            if (full.isPresent()) {
                return new Refused(full.get());
            }
            Tensor row = rows.row(picture.decode(1, late()), input.get());
            var unused = memory.resize(row.sizeBytes()); // less than before, which there always is
            return new Row(Map.of(input.get().name(), row), recipe);
        } catch (PictureException e) {
            return refused(400, "the picture " + e.getMessage());
        }
    }

    private static Made refused(int status, String reason) {
        return new Refused(new Failure(status, reason));
    }

    private static Optional<TensorSpec> input(ModelInfo model) {
        return model.picture().isPresent() && model.inputs().size() == 1
                ? Optional.of(model.inputs().get(0))
                : Optional.empty();
    }

    private static Optional<Failure> tooLarge(PictureFile picture) {
        return picture.width() > Picture.SIDE_MAX || picture.height() > Picture.SIDE_MAX
                ? Optional.of(new Failure(
                        413,
                        "the picture has " + picture.width() + " x " + picture.height() + " pixels, at most "
                                + Picture.SIDE_MAX + " each way are taken"))
                : Optional.empty();
    }

    private static Optional<Failure> take(ByteBudget.Share memory, long bytes) {
        if (bytes > memory.bytesMax()) {
            return Optional.of(new Failure(
                    413,
                    "the picture takes " + bytes + " bytes to decode, at most " + memory.bytesMax()
                            + " are there: make it smaller"));
        }
        return memory.resize(bytes)
                ? Optional.empty()
                : Optional.of(new Failure(503, "the requests under way take all memory that there is for pictures"));
    }

    private BooleanSupplier late() {
        long deadline = clock.monotonicNanos() + DECODING_MAX.toNanos();
        return () -> clock.monotonicNanos() - deadline > 0;
    }

    /** Frees the native library's threads. */
    @Override
    public void close() {
        preprocessor.ifPresent(Preprocessor::close);
    }
}
