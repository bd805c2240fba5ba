package io.signet.cli;

import io.signet.inference.model.Provenance;
import io.signet.inference.model.Provenance.BaseModel;
import io.signet.inference.model.Provenance.Metric;
import io.signet.inference.model.Provenance.TrainingData;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A file in which a publisher says where a model comes from: YAML, as docs/model-packages.md shows. */
final class ProvenanceFile {
    private static final int NAME = Provenance.NAME_CHARS_MAX;

    private ProvenanceFile() {}

    /** Reads {@code file}, in which nothing may be that is not known. */
    static Provenance read(Path file) throws ProvisioningException {
        Settings settings = Settings.read(file);
        List<TrainingData> data = new ArrayList<>();
        for (Settings one : settings.sections("data")) {
            String name = one.text("name", NAME);
            String description = one.text("description", Provenance.DESCRIPTION_CHARS_MAX);
            Optional<String> address = one.optionalText("address", Provenance.ADDRESS_CHARS_MAX);
            Optional<Digest> digest = digest(one);
            one.requireNothingElse();
            data.add(checked(one, "address", () -> new TrainingData(name, description, address, digest)));
        }
        List<Metric> metrics = new ArrayList<>();
        for (Settings one : settings.sections("metrics")) {
            String name = one.text("name", NAME);
            String value = one.text("value", NAME);
            String on = one.text("data", NAME);
            one.requireNothingElse();
            metrics.add(checked(one, "value", () -> new Metric(name, value, on)));
        }
        Optional<BaseModel> base =
                settings.has("base") ? Optional.of(base(settings.section("base"))) : Optional.empty();
        List<String> tools = settings.texts("tools", NAME);
        settings.requireNothingElse();
        Provenance provenance = checked(settings, "data", () -> new Provenance(data, metrics, base, tools));
        if (!provenance.isStated()) {
            throw ProvisioningException.in(file, "it states nothing: give data, metrics, base or tools");
        }
        return provenance;
    }

    private static BaseModel base(Settings settings) throws ProvisioningException {
        BaseModel base = new BaseModel(settings.text("name", NAME), digest(settings));
        settings.requireNothingElse();
        return base;
    }

    private static Optional<Digest> digest(Settings settings) throws ProvisioningException {
        return settings.has("sha256")
                ? Optional.of(settings.parsed("sha256", 2 * Digest.SIZE_BYTES, hex -> new Digest(Bytes.fromHex(hex))))
                : Optional.empty();
    }

    private static <T> T checked(Settings settings, String key, Supplier<T> value) throws ProvisioningException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw settings.wrong(key, e.getMessage());
        }
    }
}
