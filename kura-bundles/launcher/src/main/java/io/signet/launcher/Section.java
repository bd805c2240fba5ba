package io.signet.launcher;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sections of a node's configuration file, and the component that each configures. */
enum Section {
    KEY("key", "io.signet.attestation.key"),
    LOG("log", "io.signet.attestation.log"),
    LOG_SERVER("log-server", "io.signet.log.http"),
    WITNESS("witness", "io.signet.attestation.witness"),
    INFERENCE("inference", "io.signet.inference"),
    ONNX_RUNTIME("onnxruntime", "io.signet.inference.onnxruntime"),
    TENSORFLOW("tensorflow", "io.signet.inference.tensorflow"),
    TENSORRT("tensorrt", "io.signet.inference.tensorrt"),
    MESH("mesh", "io.signet.mesh"),
    MEMBERSHIP("membership", "io.signet.membership"),
    GATEWAY("gateway", "io.signet.gateway"),
    GATEWAY_COAP("gateway-coap", "io.signet.gateway.coap"),
    WEB("web", "io.signet.web"),
    CONSOLE("console", "io.signet.console"),
    PKCS11("pkcs11", "io.signet.attestation.pkcs11"),
    TPM("tpm", "io.signet.attestation.tpm");

    private final String title;
    private final String pid;

    Section(String title, String pid) {
        this.title = title;
        this.pid = pid;
    }

    /** The key in the file. */
    String title() {
        return title;
    }

    /** The component's persistent identity in the Configuration Admin. */
    String pid() {
        return pid;
    }

    static Optional<Section> of(String title) {
        return Arrays.stream(values()).filter(s -> s.title.equals(title)).findFirst();
    }

    static String titles() {
        return Arrays.stream(values()).map(Section::title).collect(Collectors.joining(", "));
    }
}
