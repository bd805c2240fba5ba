package io.signet.attestation.tpm.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.Firmware;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.tpm.CredentialChallenge;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's identity key in its TPM, which is told first what the node's program starts. */
@Designate(ocd = TpmKeyConfig.class)
@Component(configurationPid = TpmKeyConfig.PID, configurationPolicy = REQUIRE, service = HardwareKey.class)
public final class TpmKeyComponent implements HardwareKey {
    private static final Logger LOG = LoggerFactory.getLogger(TpmKeyComponent.class);
    /** How long a TPM may take to appear when the machine starts. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** Held while the run is measured, so that what is started meanwhile comes after it. */
    private final ReentrantLock measuring = new ReentrantLock();

    private final TpmKey key;

    /**
     * Opens the key, or has the TPM make one, and measures the firmware.
     *
     * @throws IllegalArgumentException if a value is missing or out of range
     * @throws TpmException if there is no TPM, or the keys in the directory can't be used
     */
    @Activate
    public TpmKeyComponent(TpmKeyConfig config, @Reference Firmware firmware) throws TpmException {
        key = open(options(config), firmware);
        LOG.info("identity {}: {}", key.node(), key.description());
    }

    private static TpmOptions options(TpmKeyConfig config) {
        return TpmOptions.configured(
                config.directory(), config.device_file(), config.socket_file(), config.pcrs(), config.firmware_pcr());
    }

    private TpmKey open(TpmOptions options, Firmware firmware) throws TpmException {
        long deadline = Clock.SYSTEM.monotonicNanos() + WAIT_MAX.toNanos();
        while (true) {
            try {
                TpmKey opened = TpmKey.open(options, new SecureRandom());
                measuring.lock();
                try {
                    opened.measure(firmware.follow(item -> measure(opened, item)));
                } finally {
                    measuring.unlock();
                }
                return opened;
            } catch (TpmUnavailableException e) {
                if (Clock.SYSTEM.monotonicNanos() > deadline) {
                    throw e;
                }
                LOG.debug("no TPM yet: {}", e.getMessage());
                LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
            }
        }
    }

    private void measure(TpmKey opened, FirmwareItem item) {
        measuring.lock();
        try {
            opened.measureMore(item);
        } catch (TpmException e) {
            LOG.error("{} is started without having been measured: {}", item, e.getMessage());
        } finally {
            measuring.unlock();
        }
    }

    /** Frees what the keys take in the TPM. */
    @Deactivate
    public void deactivate() {
        key.close();
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
        return key.evidence(nonce);
    }

    @Override
    public Optional<Bytes> activate(CredentialChallenge challenge) throws SigningException {
        return key.activate(challenge);
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
