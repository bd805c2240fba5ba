package io.signet.simulator.engine;

import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.Publisher;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The model that the simulated engine runs, under any name: {@code y = 2 x} on rows of one number. */
public final class DoublingModel {
    /** {@code x}, FP32 {@code [rows, 1]}. */
    public static final TensorSpec INPUT = new TensorSpec("x", DataType.FP32, List.of(TensorSpec.ANY, 1L));

    /** {@code y}, FP32 {@code [rows, 1]}. */
    public static final TensorSpec OUTPUT = new TensorSpec("y", DataType.FP32, List.of(TensorSpec.ANY, 1L));

    private DoublingModel() {}

    /**
     * Writes a package of the model.
     *
     * @param name what requests name it by
     * @param target the package's file
     * @param scratch an existing directory for files that are needed meanwhile
     * @return the package's digest
     */
    public static Digest write(String name, Path target, Path scratch, Publisher publisher)
            throws IOException, SigningException {
        Path variant = Files.createTempDirectory(scratch, "variant-");
        Path file = variant.resolve(SimulatedEngine.FILE);
        try {
            Files.writeString(file, SimulatedEngine.CONTENT);
            return new ModelPackageWriter(
                            new ModelIdentity(
                                    name, "1.0", "Doubles each number, for simulations.", LocalDate.of(2026, 1, 1)),
                            new ModelInterface(List.of(INPUT), List.of(OUTPUT), List.of(), Optional.empty(), List.of()))
                    .variant(SimulatedEngine.FORMAT, variant)
                    .card(Bytes.utf8("Doubles each number. Of no use outside of simulations.\n"))
                    .licence("CC0-1.0", Bytes.utf8("CC0 1.0 Universal\n"))
                    .write(target, publisher);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(variant);
        }
    }
}
