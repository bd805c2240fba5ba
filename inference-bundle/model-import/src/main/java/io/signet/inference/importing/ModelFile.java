package io.signet.inference.importing;

import io.signet.inference.importing.internal.OnnxSignature;
import io.signet.inference.importing.internal.SavedModelSignature;
import io.signet.inference.importing.internal.Signature;
import io.signet.inference.importing.internal.UnreadableModelException;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.spi.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model as its maker exported it. Only its description is read: no engine, and none of its operations, runs.
 *
 * @param format what engines know it by: {@code onnx}, {@code tensorflow-savedmodel}
 * @param path the ONNX file, or the SavedModel's directory
 * @param inputs what it takes, in the order of the file; a SavedModel's, which have none, by name
 * @param outputs what it gives, likewise
 */
public record ModelFile(String format, Path path, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    /** Format of an ONNX file. */
    public static final String ONNX = "onnx";

    /** Format of a directory with a SavedModel. */
    public static final String SAVED_MODEL = "tensorflow-savedmodel";

    private static final String SAVED_MODEL_FILE = "saved_model.pb";

    public ModelFile {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Reads the description of a model.
     *
     * @param path a file {@code *.onnx}, or a directory with a {@code saved_model.pb}, or that file
     * @throws ModelFileException if it is neither, or can't be a variant of a package as it is
     */
    public static ModelFile read(Path path) throws ModelFileException {
        if (Files.isRegularFile(path.resolve(SAVED_MODEL_FILE))) {
            return savedModel(path);
        }
        if (!Files.isRegularFile(path)) {
            throw new ModelFileException(
                    path,
                    Files.exists(path)
                            ? "holds no " + SAVED_MODEL_FILE + "; give an ONNX file or the directory of a SavedModel"
                            : "there is no such file");
        }
        if (path.endsWith(SAVED_MODEL_FILE)) {
            return savedModel(path.toAbsolutePath().getParent());
        }
        if (path.toString().endsWith(".onnx")) {
            return describe(ONNX, path, path, OnnxSignature::read);
        }
        throw new ModelFileException(
                path, "is neither *.onnx nor a SavedModel's directory; export the model as one of them");
    }

    private static ModelFile savedModel(Path directory) throws ModelFileException {
        return describe(SAVED_MODEL, directory, directory.resolve(SAVED_MODEL_FILE), SavedModelSignature::read);
    }

    /**
     * Checks that {@code variants} can stand in one package: each has another format, and all take and give the same.
     *
     * @param variants at least one
     * @throws ModelFileException saying what differs
     */
    public static void requireAlike(List<ModelFile> variants) throws ModelFileException {
        ModelFile first = variants.get(0);
        Set<String> formats = new HashSet<>();
        for (ModelFile variant : variants) {
            if (!formats.add(variant.format())) {
                throw new ModelFileException(
                        variant.path(), "is the second of format " + variant.format() + "; a package has one of each");
            }
            requireSame(first, variant, "takes", first.inputs(), variant.inputs());
            requireSame(first, variant, "gives", first.outputs(), variant.outputs());
        }
    }

    private static void requireSame(
            ModelFile first, ModelFile other, String verb, List<TensorSpec> expected, List<TensorSpec> found)
            throws ModelFileException {
        if (!Set.copyOf(expected).equals(Set.copyOf(found))) {
            throw new ModelFileException(
                    other.path(),
                    verb + " " + found + ", but " + first.path() + " " + verb + " " + expected
                            + "; the variants of a model must agree in names, types and shapes");
        }
    }

    private interface Reader {
        Signature read(InputStream in) throws IOException, UnreadableModelException;
    }

    private static ModelFile describe(String format, Path path, Path description, Reader reader)
            throws ModelFileException {
        try (InputStream in = Files.newInputStream(description)) {
            if (Files.size(description) > ModelPackage.SIZE_BYTES_MAX) {
                throw new ModelFileException(
                        path, "is larger than a package may be, " + (ModelPackage.SIZE_BYTES_MAX >> 20) + " MiB");
            }
            Signature signature = reader.read(in);
            return new ModelFile(format, path, signature.inputs(), signature.outputs());
        } catch (UnreadableModelException e) {
            throw new ModelFileException(path, e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelFileException(path, "can't be read: " + e, e);
        }
    }
}
