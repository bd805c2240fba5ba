package io.signet.attestation.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.Firmware;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import io.signet.runtime.Limits;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's identity key from a file, if the configuration allows that explicitly. */
@Designate(ocd = SoftwareKeyConfig.class)
@Component(configurationPid = SoftwareKeyConfig.PID, configurationPolicy = REQUIRE, service = HardwareKey.class)
public final class SoftwareKeyComponent extends KeyWithoutTpm {
    private static final Logger LOG = LoggerFactory.getLogger(SoftwareKeyComponent.class);
    private static final int PATH_CHARS_MAX = 4096;

    /**
     * Loads the key.
     *
     * @throws IllegalArgumentException if {@code software.allowed} is not true or {@code key.file} is missing
     * @throws KeyFileException if the file can't be used as it is
     */
    @Activate
    public SoftwareKeyComponent(SoftwareKeyConfig config, @Reference Firmware firmware) throws KeyFileException {
        super(load(config), firmware);
        LOG.info("identity {}: {}, which proves no hardware", node(), description());
    }

    private static SoftwareKey load(SoftwareKeyConfig config) throws KeyFileException {
        if (!config.software_allowed()) {
            throw new IllegalArgumentException(
                    "software.allowed = false: a key in a file proves no hardware; set it to true to accept that");
        }
        return SoftwareKey.load(Path.of(Limits.requireText("key.file", config.key_file(), PATH_CHARS_MAX)));
    }
}
