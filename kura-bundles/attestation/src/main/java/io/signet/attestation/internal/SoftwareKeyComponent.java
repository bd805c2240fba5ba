package io.signet.attestation.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.Firmware;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.PlainEvidence;
import io.signet.attestation.SoftwareKey;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.FirmwareLog;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's identity key from a file, if the configuration allows that explicitly. */
@Designate(ocd = SoftwareKeyConfig.class)
@Component(configurationPid = SoftwareKeyConfig.PID, configurationPolicy = REQUIRE, service = HardwareKey.class)
public final class SoftwareKeyComponent implements HardwareKey {
    private static final Logger LOG = LoggerFactory.getLogger(SoftwareKeyComponent.class);
    private static final int PATH_CHARS_MAX = 4096;

    private final SoftwareKey key;
    private final Firmware firmware;

    /**
     * Loads the key.
     *
     * @throws IllegalArgumentException if {@code software.allowed} is not true or {@code key.file} is missing
     * @throws KeyFileException if the file can't be used as it is
     */
    @Activate
    public SoftwareKeyComponent(SoftwareKeyConfig config, @Reference Firmware firmware) throws KeyFileException {
        if (!config.software_allowed()) {
            throw new IllegalArgumentException(
                    "software.allowed = false: a key in a file proves no hardware; set it to true to accept that");
        }
        this.firmware = firmware;
        key = SoftwareKey.load(Path.of(Limits.requireText("key.file", config.key_file(), PATH_CHARS_MAX)));
        LOG.info("identity {}: {}, which proves no hardware", key.node(), key.description());
    }

    @Override
    public Assurance assurance() {
        return key.assurance();
    }

    @Override
    public PublicKey publicKey() {
        return key.publicKey();
    }

    @Override
    public NodeId node() {
        return key.node();
    }

    @Override
    public Bytes sign(Bytes toBeSigned) throws SigningException {
        return key.sign(toBeSigned);
    }

    @Override
    public Evidence evidence(Bytes nonce) throws SigningException {
        return PlainEvidence.sign(this, nonce, new FirmwareLog(List.of(firmware.run())), Clock.SYSTEM);
    }

    @Override
    public PrivateKey handle() {
        return key.handle();
    }

    @Override
    public String description() {
        return key.description();
    }
}
