package io.signet.cli;

import io.signet.inference.model.Provenance;
import io.signet.inference.model.Provenance.BaseModel;
import io.signet.inference.model.Provenance.Metric;
import io.signet.inference.model.Provenance.TrainingData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's provenance, for people and for programs. */
record ProvenanceReport(Provenance provenance) {
    /** Pairs of what and its value. */
    List<String[]> lines() {
        List<String[]> lines = new ArrayList<>();
        for (TrainingData data : provenance.data()) {
            lines.add(new String[] {"trained on", data.name() + ": " + data.description()});
            data.address().ifPresent(address -> lines.add(new String[] {"", address}));
            data.digest().ifPresent(digest -> lines.add(new String[] {"", "SHA-256 " + digest.toHex()}));
        }
        provenance
                .metrics()
                .forEach(metric -> lines.add(
                        new String[] {"measured", metric.name() + " " + metric.value() + " on " + metric.data()}));
        provenance.base().ifPresent(base -> {
            lines.add(new String[] {"made from", base.name()});
            base.digest().ifPresent(digest -> lines.add(new String[] {"", "SHA-256 " + digest.toHex()}));
        });
        if (!provenance.tools().isEmpty()) {
            lines.add(new String[] {"made with", String.join(", ", provenance.tools())});
        }
        return lines;
    }

    /** The same as an object of JSON. */
    Map<String, Object> toJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(
                "data", provenance.data().stream().map(ProvenanceReport::toJson).toList());
        object.put(
                "metrics",
                provenance.metrics().stream().map(ProvenanceReport::toJson).toList());
        provenance.base().ifPresent(base -> object.put("base", toJson(base)));
        object.put("tools", provenance.tools());
        return object;
    }

    private static Map<String, Object> toJson(TrainingData data) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", data.name());
        object.put("description", data.description());
        data.address().ifPresent(address -> object.put("address", address));
        data.digest().ifPresent(digest -> object.put("sha256", digest.toHex()));
        return object;
    }

    private static Map<String, Object> toJson(Metric metric) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", metric.name());
        object.put("value", metric.value());
        object.put("data", metric.data());
        return object;
    }

    private static Map<String, Object> toJson(BaseModel base) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", base.name());
        base.digest().ifPresent(digest -> object.put("sha256", digest.toHex()));
        return object;
    }
}
