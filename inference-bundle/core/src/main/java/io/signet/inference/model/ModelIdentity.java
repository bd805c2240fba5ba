package io.signet.inference.model;

import io.signet.runtime.Limits;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * What a model is called.
 *
 * @param name what requests name it by: {@code [a-z0-9][a-z0-9.-]*}, at most 64 characters
 * @param version its publisher's version, at most 32 characters of {@code [A-Za-z0-9.+-]}
 * @param description one sentence for people, 1 to 1,000 characters
 * @param created the day it was made, of the years 2000 to 9999
 */
public record ModelIdentity(String name, String version, String description, LocalDate created) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+-]{1,32}");

    static final int DESCRIPTION_CHARS_MAX = 1_000;

    public ModelIdentity {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name of a model must be 1 to 64 of a-z, 0-9, '.', '-', not '" + name + "'");
        }
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException(
                    "version of a model must be 1 to 32 letters, digits, '.', '+', '-', not '" + version + "'");
        }
        Limits.requireText("description of the model", description, DESCRIPTION_CHARS_MAX);
        Limits.requireInRange("year of creation", created.getYear(), 2000, 9999);
    }
}
