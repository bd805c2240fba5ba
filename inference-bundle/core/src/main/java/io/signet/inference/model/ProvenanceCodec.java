package io.signet.inference.model;

import io.signet.inference.model.Provenance.BaseModel;
import io.signet.inference.model.Provenance.Metric;
import io.signet.inference.model.Provenance.TrainingData;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborType;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A manifest's entry on provenance: {@code [[[name, description, address, digest], ...], [[name, value, data], ...], base,
 * [tool, ...]]}, with null for what is not stated.
 */
final class ProvenanceCodec {
    private static final int ITEMS = 4;

    private ProvenanceCodec() {}

    static void write(CborWriter writer, Provenance provenance) {
        writer.startArray(ITEMS).startArray(provenance.data().size());
        for (TrainingData data : provenance.data()) {
            writer.startArray(4).writeText(data.name()).writeText(data.description());
            data.address().ifPresentOrElse(writer::writeText, writer::writeNull);
            write(writer, data.digest());
        }
        writer.startArray(provenance.metrics().size());
        for (Metric metric : provenance.metrics()) {
            writer.startArray(3)
                    .writeText(metric.name())
                    .writeText(metric.value())
                    .writeText(metric.data());
        }
        if (provenance.base().isPresent()) {
            writer.startArray(2).writeText(provenance.base().get().name());
            write(writer, provenance.base().get().digest());
        } else {
            writer.writeNull();
        }
        writer.startArray(provenance.tools().size());
        provenance.tools().forEach(writer::writeText);
    }

    private static void write(CborWriter writer, Optional<Digest> digest) {
        digest.ifPresentOrElse(d -> writer.writeBytes(d.value()), writer::writeNull);
    }

    static Provenance read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        reader.readArray(ITEMS);
        List<TrainingData> data = new ArrayList<>();
        int sets = ManifestCodec.readCount(reader, "training data", Provenance.DATA_MAX);
        for (int i = 0; i < sets; i++) {
            reader.readArray(4);
            data.add(new TrainingData(
                    reader.readText(Provenance.NAME_CHARS_MAX),
                    reader.readText(Provenance.DESCRIPTION_CHARS_MAX),
                    isNull(reader) ? Optional.empty() : Optional.of(reader.readText(Provenance.ADDRESS_CHARS_MAX)),
                    readDigest(reader)));
        }
        List<Metric> metrics = new ArrayList<>();
        int measured = ManifestCodec.readCount(reader, "metrics", Provenance.METRICS_MAX);
        for (int i = 0; i < measured; i++) {
            reader.readArray(3);
            metrics.add(new Metric(
                    reader.readText(Provenance.NAME_CHARS_MAX),
                    reader.readText(Provenance.VALUE_CHARS_MAX),
                    reader.readText(Provenance.NAME_CHARS_MAX)));
        }
        Optional<BaseModel> base = Optional.empty();
        if (!isNull(reader)) {
            reader.readArray(2);
            base = Optional.of(new BaseModel(reader.readText(Provenance.NAME_CHARS_MAX), readDigest(reader)));
        }
        List<String> tools = new ArrayList<>();
        int count = ManifestCodec.readCount(reader, "tools", Provenance.TOOLS_MAX);
        for (int i = 0; i < count; i++) {
            tools.add(reader.readText(Provenance.NAME_CHARS_MAX));
        }
        Provenance provenance = new Provenance(data, metrics, base, tools);
        if (!provenance.isStated()) {
            throw new MalformedException("a manifest without provenance has no entry for it", start);
        }
        return provenance;
    }

    private static Optional<Digest> readDigest(CborReader reader) throws MalformedException {
        return isNull(reader) ? Optional.empty() : Optional.of(new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
    }

    /** Whether null comes next, which is then read. */
    private static boolean isNull(CborReader reader) throws MalformedException {
        if (reader.peekType() != CborType.NULL) {
            return false;
        }
        reader.readNull();
        return true;
    }
}
