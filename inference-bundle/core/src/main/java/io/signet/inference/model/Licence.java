package io.signet.inference.model;

import io.signet.runtime.Limits;

/**
 * Under which terms a model may be used.
 *
 * @param spdxId SPDX licence expression: {@code Apache-2.0}; 1 to 64 characters
 * @param path file in the package that holds its text
 */
public record Licence(String spdxId, String path) {
    public Licence {
        Limits.requireText("SPDX licence", spdxId, 64);
        PackagePath.require(path);
    }
}
