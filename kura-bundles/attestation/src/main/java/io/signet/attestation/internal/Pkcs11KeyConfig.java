package io.signet.attestation.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** On which PKCS#11 token a node's key is. */
@ObjectClassDefinition(
        id = Pkcs11KeyConfig.PID,
        name = "Signet PKCS#11 key",
        description = "The node's identity key on a PKCS#11 token: an HSM, a smart card, OP-TEE's token.")
public @interface Pkcs11KeyConfig {
    /** The configuration's name. */
    String PID = "io.signet.attestation.pkcs11";

    /** {@code key.uri}: see {@link io.signet.attestation.Pkcs11Uri}. */
    @AttributeDefinition(
            name = "Key",
            description = "pkcs11:token=LABEL;object=LABEL?module-path=/FILE&pin-source=file:/FILE (RFC 7512)")
    String key_uri();
}
