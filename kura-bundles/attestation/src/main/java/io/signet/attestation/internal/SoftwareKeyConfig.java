package io.signet.attestation.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where a node that has no key hardware keeps its key. */
@ObjectClassDefinition(
        id = SoftwareKeyConfig.PID,
        name = "Signet software key",
        description = "The node's identity key in a file. Whoever can read the disk has the key: proves no hardware.")
public @interface SoftwareKeyConfig {
    /** The configuration's name. */
    String PID = "io.signet.attestation.key";

    /** {@code key.file}: an absolute path, or one from the node's working directory. */
    @AttributeDefinition(name = "Key file", description = "PKCS#8 PEM file with a private key on P-256, mode 600")
    String key_file();

    /** {@code software.allowed}: must be true, so that no node ends up with such a key by accident. */
    @AttributeDefinition(
            name = "Software key allowed",
            description = "Must be true: the owner accepts a key that no hardware protects")
    boolean software_allowed() default false;
}
