package io.signet.inference.model;

import io.signet.runtime.Limits;
import io.signet.statement.Digest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a model comes from and how well it does, by its publisher's word: what a bill of materials lists of a model
 * (CycloneDX 1.6, "modelCard").
 *
 * @param data what it was trained on, at most {@link #DATA_MAX}
 * @param metrics what was measured, at most {@link #METRICS_MAX}
 * @param base the model that it was made from by further training, if it was
 * @param tools what it was trained with, such as {@code TensorFlow 2.18.0}; at most {@link #TOOLS_MAX}
 */
public record Provenance(List<TrainingData> data, List<Metric> metrics, Optional<BaseModel> base, List<String> tools) {
    /** Most sets of data. */
    public static final int DATA_MAX = 32;

    /** Most metrics. */
    public static final int METRICS_MAX = 64;

    /** Most tools. */
    public static final int TOOLS_MAX = 16;

    /** Longest name of anything here. */
    public static final int NAME_CHARS_MAX = 128;

    /** Longest description of data. */
    public static final int DESCRIPTION_CHARS_MAX = 1_000;

    /** Longest address of data. */
    public static final int ADDRESS_CHARS_MAX = 512;

    /** Nothing is known. */
    public static final Provenance UNSTATED = new Provenance(List.of(), List.of(), Optional.empty(), List.of());

    static final int VALUE_CHARS_MAX = 32;
    private static final Pattern VALUE = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*:[\\x21-\\x7e]+");

    /**
     * Data that a model was trained on.
     *
     * @param name 1 to {@link #NAME_CHARS_MAX} characters
     * @param description what is in it, whose it is, under which licence; 1 to {@link #DESCRIPTION_CHARS_MAX} characters
     * @param address where it is, a URI in ASCII of at most {@link #ADDRESS_CHARS_MAX} characters
     * @param digest SHA-256 of the file that it is
     */
    public record TrainingData(String name, String description, Optional<String> address, Optional<Digest> digest) {
        public TrainingData {
            Limits.requireText("name of training data", name, NAME_CHARS_MAX);
            Limits.requireText("description of training data " + name, description, DESCRIPTION_CHARS_MAX);
            address.ifPresent(uri -> {
                if (uri.length() > ADDRESS_CHARS_MAX || !ADDRESS.matcher(uri).matches()) {
                    throw new IllegalArgumentException("address of training data " + name
                            + " must be a URI such as https://data.example/digits.zip, not '" + uri + "'");
                }
            });
        }
    }

    /**
     * Something measured.
     *
     * @param name {@code accuracy}; 1 to {@link #NAME_CHARS_MAX} characters
     * @param value a decimal number such as {@code 0.973}
     * @param data what it was measured on; 1 to {@link #NAME_CHARS_MAX} characters
     */
    public record Metric(String name, String value, String data) {
        public Metric {
            Limits.requireText("name of a metric", name, NAME_CHARS_MAX);
            Limits.requireText("data of metric " + name, data, NAME_CHARS_MAX);
            if (!VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "value of metric " + name + " must be a decimal number such as 0.973, not '" + value + "'");
            }
        }
    }

    /**
     * The model that another one was made from.
     *
     * @param name 1 to {@link #NAME_CHARS_MAX} characters
     * @param digest SHA-256 of its file, or its package's digest
     */
    public record BaseModel(String name, Optional<Digest> digest) {
        public BaseModel {
            Limits.requireText("name of the base model", name, NAME_CHARS_MAX);
        }
    }

    public Provenance {
        data = List.copyOf(data);
        metrics = List.copyOf(metrics);
        tools = List.copyOf(tools);
        Limits.requireInRange("number of training data", data.size(), 0, DATA_MAX);
        Limits.requireInRange("number of metrics", metrics.size(), 0, METRICS_MAX);
        Limits.requireInRange("number of tools", tools.size(), 0, TOOLS_MAX);
        tools.forEach(tool -> Limits.requireText("tool", tool, NAME_CHARS_MAX));
    }

    /** True if something is stated. */
    public boolean isStated() {
        return !equals(UNSTATED);
    }
}
