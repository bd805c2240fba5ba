package io.signet.attestation.tpm.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.Firmware;
import io.signet.attestation.ForwardingHardwareKey;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Bytes;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.hpke.MeasuredKeyHolder;
import java.time.Duration;
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
@Component(
        configurationPid = TpmKeyConfig.PID,
        configurationPolicy = REQUIRE,
        service = {HardwareKey.class, MeasuredKeyHolder.class})
public final class TpmKeyComponent extends ForwardingHardwareKey implements MeasuredKeyHolder {
    private static final Logger LOG = LoggerFactory.getLogger(TpmKeyComponent.class);
    /** How long a TPM may take to appear when the machine starts. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(15);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final TpmKey key;

    /**
     * Opens the key, or has the TPM make one, and measures the firmware.
     *
     * @throws IllegalArgumentException if a value is missing or out of range
     * @throws TpmException if there is no TPM, or the keys in the directory can't be used
     */
    @Activate
    public TpmKeyComponent(TpmKeyConfig config, @Reference Firmware firmware) throws TpmException {
        this(open(options(config), firmware));
        LOG.info("identity {}: {}", node(), description());
    }

    private TpmKeyComponent(TpmKey key) {
        super(key);
        this.key = key;
    }

    private static TpmOptions options(TpmKeyConfig config) {
        return TpmOptions.configured(
                config.directory(), config.device_file(), config.socket_file(), config.pcrs(), config.firmware_pcr());
    }

    private static TpmKey open(TpmOptions options, Firmware firmware) throws TpmException {
        long deadline = Clock.SYSTEM.monotonicNanos() + WAIT_MAX.toNanos();
        while (true) {
            try {
                TpmKey opened = TpmKey.open(options, SystemRandom.create());
                measure(opened, firmware);
                return opened;
            } catch (TpmUnavailableException e) {
                if (Clock.SYSTEM.monotonicNanos() > deadline) {
                    throw e;
                }
                LOG.debug("no TPM yet: {}", e.getMessage());
                LockSupport.parkNanos(TpmKeyComponent.class, LOOK_EVERY.toNanos());
            }
        }
    }

    private static void measure(TpmKey opened, Firmware firmware) throws TpmException {
        // Held while the run is measured, so that what is started meanwhile comes after it.
        ReentrantLock measuring = new ReentrantLock();
        measuring.lock();
        try {
            opened.measure(firmware.follow(item -> {
                measuring.lock();
                try {
                    measureMore(opened, item);
                } finally {
                    measuring.unlock();
                }
            }));
        } finally {
            measuring.unlock();
        }
    }

    private static void measureMore(TpmKey opened, FirmwareItem item) {
        try {
            opened.measureMore(item);
        } catch (TpmException e) {
            LOG.error("{} is started without having been measured: {}", item, e.getMessage());
        }
    }

    @Override
    public byte[] agree(MeasuredKey measured, Bytes point) throws MeasuredKeyException {
        return key.agree(measured, point);
    }

    /** Frees what the keys take in the TPM. */
    @Deactivate
    public void deactivate() {
        key.close();
    }
}
