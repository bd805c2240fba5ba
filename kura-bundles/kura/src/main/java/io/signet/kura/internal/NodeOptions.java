package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Who this node is: what Kura's console shows as "Signet Node". */
@ObjectClassDefinition(
        id = NodeOptions.PID,
        name = "Signet Node",
        description =
                "Makes this gateway a Signet node: its identity, its key and its log. Signet Mesh, Signet Inference and"
                        + " Signet Gateway have the rest; they do nothing while the node is off. Signet Status says how"
                        + " the node is, what was refused, and where its own console is: https://ADDRESS:8443/ unless"
                        + " Signet Gateway says otherwise, which switches it on.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface NodeOptions {
    /** Name of the component, of its configuration and of its metatype: Kura wants one for all three. */
    String PID = "io.signet.kura.node";

    /** {@code enabled}. */
    @AttributeDefinition(
            name = "Enabled",
            description = "Whether this gateway is a Signet node. Its home has to be there first.")
    boolean enabled() default false;

    /** {@code home.directory}. */
    @AttributeDefinition(
            name = "Home",
            description =
                    "Absolute path of the node's directory, with mesh.yaml, trust.yaml and identity/ as its owner made"
                            + " them, readable by Kura's user alone. Empty: the directory signet in Kura's data directory.",
            required = false)
    String home_directory() default "";

    /** {@code key}. */
    @AttributeDefinition(
            name = "Key",
            description =
                    "Where the node's identity key is. A key in a file proves no hardware: whoever can read the disk"
                            + " has it.",
            options = {
                @Option(value = "tpm", label = "in the TPM"),
                @Option(value = "pkcs11", label = "on a PKCS#11 token"),
                @Option(value = "file", label = "in the file identity/key.pem, without hardware")
            })
    String key() default "tpm";

    /** {@code tpm.device.file}. */
    @AttributeDefinition(
            name = "TPM device",
            description = "The device of the kernel's resource manager; Kura's user needs access to it (group tss).")
    String tpm_device_file() default "/dev/tpmrm0";

    /** {@code tpm.pcrs}. */
    @AttributeDefinition(
            name = "TPM: quoted registers",
            description = "The PCRs that evidence is about besides the firmware's, with commas between. Empty: 0 to 7.",
            required = false)
    String tpm_pcrs() default "";

    /** {@code tpm.firmware.pcr}. */
    @AttributeDefinition(
            name = "TPM: firmware register",
            description = "The PCR that the node extends with its own bundles; nobody else may use it.",
            min = "8",
            max = "15")
    int tpm_firmware_pcr() default 14;

    /** {@code pkcs11.uri}. */
    @AttributeDefinition(
            name = "PKCS#11 key",
            description = "pkcs11:token=LABEL;object=LABEL?module-path=/FILE&pin-source=file:/FILE (RFC 7512).",
            required = false)
    String pkcs11_uri() default "";

    /** {@code witness.logs.max}. */
    @AttributeDefinition(
            name = "Witnessed logs",
            description = "How many other nodes' logs are witnessed at most; those of further nodes are refused.",
            min = "1",
            max = "1000000")
    int witness_logs_max() default 20_000;

    /** {@code log.port}. */
    @AttributeDefinition(
            name = "Port of the log",
            description =
                    "The TCP port where everyone can read the node's log over HTTP; 0 for any free one, -1 for none.",
            min = "-1",
            max = "65535")
    int log_port() default -1;
}
