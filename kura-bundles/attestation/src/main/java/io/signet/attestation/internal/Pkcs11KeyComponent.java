package io.signet.attestation.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.Firmware;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.Pkcs11Exception;
import io.signet.attestation.Pkcs11Key;
import io.signet.attestation.Pkcs11Uri;
import io.signet.runtime.Limits;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's identity key on a PKCS#11 token. */
@Designate(ocd = Pkcs11KeyConfig.class)
@Component(configurationPid = Pkcs11KeyConfig.PID, configurationPolicy = REQUIRE, service = HardwareKey.class)
public final class Pkcs11KeyComponent extends KeyWithoutTpm {
    private static final Logger LOG = LoggerFactory.getLogger(Pkcs11KeyComponent.class);

    private final Pkcs11Key key;

    /**
     * Logs in and finds the key.
     *
     * @throws IllegalArgumentException if {@code key.uri} is missing or wrong
     * @throws Pkcs11Exception if module, token, PIN or key can't be used
     * @throws KeyFileException if the PIN's file can't be used as it is
     */
    @Activate
    public Pkcs11KeyComponent(Pkcs11KeyConfig config, @Reference Firmware firmware)
            throws Pkcs11Exception, KeyFileException {
        this(
                Pkcs11Key.open(Pkcs11Uri.parse(Limits.requireText("key.uri", config.key_uri(), Pkcs11Uri.CHARS_MAX))),
                firmware);
        LOG.info("identity {}: {}", node(), description());
    }

    private Pkcs11KeyComponent(Pkcs11Key key, Firmware firmware) {
        super(key, firmware);
        this.key = key;
    }

    /** Logs out. */
    @Deactivate
    public void deactivate() {
        key.close();
    }
}
