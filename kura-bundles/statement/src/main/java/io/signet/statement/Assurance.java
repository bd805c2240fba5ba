package io.signet.statement;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What protects a node's identity key, from least to most. It is never claimed higher than it is. */
public enum Assurance {
    /** A key in a file: whoever can read the disk has the key. Proves no hardware. */
    SOFTWARE("software"),
    /**
     * A key behind a TPM 2.0 interface whose endorsement certificate leads to no chip maker that the owner trusts: an
     * emulator, or a chip that nobody vouches for.
     */
    TPM2_INTERFACE("tpm2-interface"),
    /** A key in a PKCS#11 token. */
    PKCS11("pkcs11"),
    /** A key in a TPM 2.0 from a chip maker that the owner trusts. */
    TPM2("tpm2");

    private static final Map<String, Assurance> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Assurance::label, a -> a));

    private final String label;

    Assurance(String label) {
        this.label = label;
    }

    /** The word in certificates, statements and policies. */
    public String label() {
        return label;
    }

    /** The assurance with that label, empty if there is none. */
    public static Optional<Assurance> ofLabel(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }
}
