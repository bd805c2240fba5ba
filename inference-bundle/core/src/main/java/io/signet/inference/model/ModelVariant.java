package io.signet.inference.model;

import io.signet.runtime.Limits;

/**
 * The model in the form that some engine runs.
 *
 * @param format what engines know it by: {@code tensorflow-savedmodel}; 1 to 64 characters
 * @param directory directory in the package that holds its files
 */
public record ModelVariant(String format, String directory) {
    public ModelVariant {
        Limits.requireText("format of a variant", format, 64);
        PackagePath.require(directory);
    }

    /** Whether the file {@code path} of the package is one of this variant. */
    boolean holds(String path) {
        return path.startsWith(directory + "/");
    }
}
