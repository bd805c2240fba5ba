package io.signet.statement;

import java.util.List;

/** What no proof of this kind shows, however good it is. Said every time, so that nobody believes more than was proved. */
final class Unproved {
    static final List<Finding> ALWAYS = List.of(
            new Finding.NotProved(
                    "computation",
                    "That the node really ran this model on this input is its own word: the proof shows who said so,"
                            + " and that it can't be taken back."),
            new Finding.NotProved("quality", "That the model is good, or its answer right, is not shown."),
            new Finding.NotProved(
                    "revocation", "No list of withdrawn certificates was consulted: this check asks nobody."));

    private Unproved() {}

    static Finding hardware(Assurance assurance) {
        return switch (assurance) {
            case SOFTWARE ->
                new Finding.NotProved("hardware", "key protection: software. This does not prove hardware.");
            case TPM2_INTERFACE ->
                new Finding.NotProved(
                        "hardware",
                        "key protection: tpm2-interface. The key is behind a TPM interface, but no chip maker vouches for"
                                + " a chip behind it: it may be a program. This does not prove hardware.");
            case PKCS11 ->
                new Finding.Proved(
                        "hardware",
                        "key protection: pkcs11. Whoever issued the certificate vouches that the key is in a token.");
            case TPM2 ->
                new Finding.Proved(
                        "hardware",
                        "key protection: tpm2. Whoever issued the certificate vouches that the key is in a TPM.");
        };
    }
}
