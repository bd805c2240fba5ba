package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmOptions;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where the node's TPM is, and what its evidence is about. */
@ObjectClassDefinition(
        id = TpmKeyConfig.PID,
        name = "Signet TPM key",
        description = "The node's identity key in a TPM 2.0.")
public @interface TpmKeyConfig {
    /** The configuration's name. */
    String PID = "io.signet.attestation.tpm";

    /** {@code directory}: an absolute path, or one from the node's working directory. */
    @AttributeDefinition(
            name = "Directory",
            description = "Where the node keeps its wrapped keys, which are of use to its TPM alone.")
    String directory();

    /** {@code device.file}. */
    @AttributeDefinition(name = "Device", description = "The device of the kernel's resource manager.")
    String device_file() default TpmOptions.DEVICE;

    /** {@code socket.file}: if it is set, the device is not used. */
    @AttributeDefinition(
            name = "Socket",
            description = "The Unix socket of an emulated TPM, which protects nothing; empty for the device.")
    String socket_file() default "";

    /** {@code pcrs}: numbers of 0 to 23 with commas between. */
    @AttributeDefinition(
            name = "Quoted registers",
            description = "The PCRs that evidence is about besides the firmware's, with commas between.")
    String pcrs() default TpmOptions.BOOT_PCRS;

    /** {@code firmware.pcr}. */
    @AttributeDefinition(
            name = "Firmware register",
            description = "The PCR that the node extends with its own bundles; nobody else may use it.",
            min = "8",
            max = "15")
    int firmware_pcr() default TpmOptions.FIRMWARE_PCR;
}
