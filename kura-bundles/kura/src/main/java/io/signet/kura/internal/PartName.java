package io.signet.kura.internal;

/** Kura's components of this bundle. */
enum PartName {
    /** Identity, key and log. */
    NODE("Signet Node"),
    /** Models and engines. */
    INFERENCE("Signet Inference"),
    /** Membership. */
    MESH("Signet Mesh"),
    /** HTTPS and CoAP. */
    GATEWAY("Signet Gateway");

    private final String title;

    PartName(String title) {
        this.title = title;
    }

    /** What Kura's console calls it. */
    String title() {
        return title;
    }
}
