package io.signet.kura.internal;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The node's own components that are configured from here, in the order in which they are: what others need comes first, and goes
 * last.
 */
enum InnerPid {
    TPM("io.signet.attestation.tpm"),
    PKCS11("io.signet.attestation.pkcs11"),
    KEY("io.signet.attestation.key"),
    LOG("io.signet.attestation.log"),
    WITNESS("io.signet.attestation.witness"),
    LOG_SERVER("io.signet.log.http"),
    ONNX_RUNTIME("io.signet.inference.onnxruntime"),
    TENSORFLOW("io.signet.inference.tensorflow"),
    INFERENCE("io.signet.inference"),
    MESH("io.signet.mesh"),
    GATEWAY("io.signet.gateway"),
    GATEWAY_COAP("io.signet.gateway.coap"),
    CONSOLE("io.signet.console"),
    WEB("io.signet.web");

    private final String pid;

    InnerPid(String pid) {
        this.pid = pid;
    }

    /** The component's name in the Configuration Admin. */
    String pid() {
        return pid;
    }

    /** Ways into the node that there are none of in a Kura, whose users log in: they stay empty, whatever somebody writes there. */
    Map<String, Object> closed() {
        return this == CONSOLE
                ? Map.of("certificates", new String[0], "metrics.token.file", "", "password.file", "")
                : Map.of();
    }

    static Optional<InnerPid> of(String pid) {
        return Arrays.stream(values()).filter(inner -> inner.pid.equals(pid)).findFirst();
    }
}
