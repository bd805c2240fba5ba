package io.signet.inference.model;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Bytes;
import io.signet.statement.DataType;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A manifest's one encoding: deterministic CBOR, as docs/model-packages.md lays it out. */
final class ManifestCodec {
    /** What every manifest has. */
    private static final int ENTRIES = 13;

    // What a manifest has only if there is something to say: so each has one encoding, and older ones stay as they
    // were.
    private static final int STEPS = 14;
    private static final int PROVENANCE = 15;
    private static final int ENCRYPTION = 16;
    private static final int ENTRIES_MAX = ENCRYPTION;

    private ManifestCodec() {}

    static Bytes encode(Manifest manifest) {
        boolean steps = !manifest.contract().steps().isEmpty();
        boolean provenance = manifest.provenance().isStated();
        int more =
                (steps ? 1 : 0) + (provenance ? 1 : 0) + (manifest.encryption().isPresent() ? 1 : 0);
        CborWriter writer = new CborWriter(4096).startMap(ENTRIES + more);
        ModelIdentity identity = manifest.identity();
        writer.writeInt(1).writeText(identity.name());
        writer.writeInt(2).writeText(identity.version());
        writer.writeInt(3).writeText(identity.description());
        writer.writeInt(4).writeText(identity.created().toString());
        ModelInterface contract = manifest.contract();
        writeSpecs(writer.writeInt(5), contract.inputs());
        writeSpecs(writer.writeInt(6), contract.outputs());
        writer.writeInt(7).startArray(contract.labels().size());
        contract.labels().forEach(writer::writeText);
        PictureCodec.write(writer.writeInt(8), contract.picture());
        writer.writeInt(9).startArray(contract.outputHints().size());
        contract.outputHints()
                .forEach(hint -> writer.startArray(2).writeText(hint.tensor()).writeText(wireName(hint.meaning())));
        writer.writeInt(10).startArray(manifest.variants().size());
        manifest.variants()
                .forEach(variant ->
                        writer.startArray(2).writeText(variant.format()).writeText(variant.directory()));
        writer.writeInt(11)
                .startArray(3)
                .writeText(manifest.card())
                .writeText(manifest.licence().spdxId())
                .writeText(manifest.licence().path());
        writeProperties(writer.writeInt(12), manifest.properties());
        writer.writeInt(13).startArray(manifest.files().size());
        manifest.files().forEach(file -> writer.startArray(3)
                .writeText(file.path())
                .writeInt(file.sizeBytes())
                .writeBytes(file.digest().value()));
        if (steps) {
            OutputStepCodec.write(writer.writeInt(STEPS), contract.steps());
        }
        if (provenance) {
            ProvenanceCodec.write(writer.writeInt(PROVENANCE), manifest.provenance());
        }
        manifest.encryption().ifPresent(encryption -> writer.writeInt(ENCRYPTION)
                .startArray(2)
                .writeText(Encryption.SCHEME)
                .writeBytes(encryption.commitment()));
        return writer.toBytes();
    }

    private static void writeSpecs(CborWriter writer, List<TensorSpec> specs) {
        writer.startArray(specs.size());
        for (TensorSpec spec : specs) {
            writer.startArray(3).writeText(spec.name()).writeText(spec.type().name());
            writer.startArray(spec.shape().size());
            spec.shape().forEach(writer::writeInt);
        }
    }

    private static void writeProperties(CborWriter writer, SortedMap<String, String> properties) {
        writer.startMap(properties.size());
        properties.entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> new CborWriter().writeText(entry.getKey()).toBytes()))
                .forEach(entry -> writer.writeText(entry.getKey()).writeText(entry.getValue()));
    }

    /**
     * Reads a manifest.
     *
     * @throws MalformedException if {@code encoded} is not the encoding of a valid one
     */
    static Manifest decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        try {
            int more = readEntries(reader) - ENTRIES;
            ModelIdentity identity = readIdentity(reader);
            ModelInterface contract = readContract(reader);
            List<ModelVariant> variants = readVariants(reader);
            reader.readExactInt(11);
            reader.readArray(3);
            String card = reader.readText(200);
            Licence licence = new Licence(reader.readText(64), reader.readText(200));
            SortedMap<String, String> properties = readProperties(reader);
            List<PackagedFile> files = readFiles(reader);
            Provenance provenance = Provenance.UNSTATED;
            Optional<Encryption> encryption = Optional.empty();
            long last = ENTRIES;
            for (int i = 0; i < more; i++) {
                last = readKeyAfter(last, reader);
                if (last == STEPS) {
                    contract = readSteps(reader, contract);
                } else if (last == PROVENANCE) {
                    provenance = ProvenanceCodec.read(reader);
                } else {
                    encryption = Optional.of(readEncryption(reader));
                }
            }
            reader.expectEnd();
            return new Manifest(identity, contract, variants, card, licence, properties, files, provenance, encryption);
        } catch (IllegalArgumentException | DateTimeException e) { // a value out of the range that its record demands
            throw new MalformedException(String.valueOf(e.getMessage()), reader.offset());
        }
    }

    private static int readEntries(CborReader reader) throws MalformedException {
        int entries = reader.readMapSize();
        if (entries < ENTRIES || entries > ENTRIES_MAX) {
            throw new MalformedException(
                    "a manifest has " + ENTRIES + " to " + ENTRIES_MAX + " entries, not " + entries
                            + ": it may be for a newer firmware",
                    0);
        }
        return entries;
    }

    private static long readKeyAfter(long last, CborReader reader) throws MalformedException {
        int start = reader.offset();
        long key = reader.readInt();
        if (key <= last || key > ENTRIES_MAX) {
            throw new MalformedException(
                    "entry " + key + " is not one of " + (last + 1) + " to " + ENTRIES_MAX
                            + ": it may be for a newer firmware",
                    start);
        }
        return key;
    }

    private static Encryption readEncryption(CborReader reader) throws MalformedException {
        reader.readArray(2);
        reader.readExactText(Encryption.SCHEME);
        return new Encryption(reader.readExactBytes(Encryption.COMMITMENT_SIZE_BYTES));
    }

    private static ModelInterface readSteps(CborReader reader, ModelInterface contract) throws MalformedException {
        return new ModelInterface(
                contract.inputs(),
                contract.outputs(),
                contract.labels(),
                contract.picture(),
                contract.outputHints(),
                OutputStepCodec.read(reader));
    }

    private static ModelIdentity readIdentity(CborReader reader) throws MalformedException {
        reader.readExactInt(1);
        String name = reader.readText(64);
        reader.readExactInt(2);
        String version = reader.readText(32);
        reader.readExactInt(3);
        String description = reader.readText(ModelIdentity.DESCRIPTION_CHARS_MAX);
        reader.readExactInt(4);
        int start = reader.offset();
        String date = reader.readText(10);
        LocalDate created = LocalDate.parse(date);
        if (!created.toString().equals(date)) {
            throw new MalformedException("the date must be YYYY-MM-DD, not '" + date + "'", start);
        }
        return new ModelIdentity(name, version, description, created);
    }

    private static ModelInterface readContract(CborReader reader) throws MalformedException {
        reader.readExactInt(5);
        List<TensorSpec> inputs = readSpecs(reader);
        reader.readExactInt(6);
        List<TensorSpec> outputs = readSpecs(reader);
        reader.readExactInt(7);
        int count = readCount(reader, "labels", ModelInterface.LABELS_MAX);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add(reader.readText(ModelInterface.LABEL_CHARS_MAX));
        }
        reader.readExactInt(8);
        Optional<PictureInput> picture = PictureCodec.read(reader);
        reader.readExactInt(9);
        int hints = readCount(reader, "output hints", ModelInterface.TENSORS_MAX);
        List<OutputHint> outputHints = new ArrayList<>();
        for (int i = 0; i < hints; i++) {
            reader.readArray(2);
            outputHints.add(new OutputHint(
                    reader.readText(TensorSpec.NAME_CHARS_MAX), readEnum(reader, OutputHint.Meaning.values())));
        }
        return new ModelInterface(inputs, outputs, labels, picture, outputHints);
    }

    private static List<TensorSpec> readSpecs(CborReader reader) throws MalformedException {
        int count = readCount(reader, "tensors", ModelInterface.TENSORS_MAX);
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reader.readArray(3);
            String name = reader.readText(TensorSpec.NAME_CHARS_MAX);
            int start = reader.offset();
            String type = reader.readText(16);
            DataType dataType = DataType.ofName(type)
                    .orElseThrow(() -> new MalformedException("'" + type + "' is not an element type", start));
            int rank = readCount(reader, "dimensions", Tensor.RANK_MAX);
            List<Long> shape = new ArrayList<>();
            for (int d = 0; d < rank; d++) {
                shape.add(reader.readInt(TensorSpec.ANY, Integer.MAX_VALUE));
            }
            specs.add(new TensorSpec(name, dataType, shape));
        }
        return specs;
    }

    private static List<ModelVariant> readVariants(CborReader reader) throws MalformedException {
        reader.readExactInt(10);
        int count = readCount(reader, "variants", Manifest.VARIANTS_MAX);
        List<ModelVariant> variants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reader.readArray(2);
            variants.add(new ModelVariant(reader.readText(64), reader.readText(200)));
        }
        return variants;
    }

    private static SortedMap<String, String> readProperties(CborReader reader) throws MalformedException {
        reader.readExactInt(12);
        int start = reader.offset();
        int count = reader.readMapSize();
        if (count > Manifest.PROPERTIES_MAX) {
            throw new MalformedException(count + " properties, more than " + Manifest.PROPERTIES_MAX, start);
        }
        SortedMap<String, String> properties = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String key = reader.readText(Manifest.PROPERTY_CHARS_MAX);
            properties.put(key, reader.readText(Manifest.PROPERTY_CHARS_MAX));
        }
        return properties;
    }

    private static List<PackagedFile> readFiles(CborReader reader) throws MalformedException {
        reader.readExactInt(13);
        int count = readCount(reader, "files", Manifest.FILES_MAX);
        List<PackagedFile> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reader.readArray(3);
            files.add(new PackagedFile(
                    reader.readText(200),
                    reader.readInt(0, ModelPackage.SIZE_BYTES_MAX),
                    new Digest(reader.readExactBytes(Digest.SIZE_BYTES))));
        }
        return files;
    }

    static int readCount(CborReader reader, String what, int max) throws MalformedException {
        int start = reader.offset();
        int count = reader.readArraySize();
        if (count > max) {
            throw new MalformedException(count + " " + what + ", more than " + max, start);
        }
        return count;
    }

    static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E readEnum(CborReader reader, E[] values) throws MalformedException {
        int start = reader.offset();
        String name = reader.readText(32);
        for (E value : values) {
            if (wireName(value).equals(name)) {
                return value;
            }
        }
        throw new MalformedException("'" + name + "' is none of " + List.of(values), start);
    }
}
