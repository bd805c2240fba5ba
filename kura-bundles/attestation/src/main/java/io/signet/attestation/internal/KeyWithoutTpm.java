package io.signet.attestation.internal;

import io.signet.attestation.Firmware;
import io.signet.attestation.ForwardingHardwareKey;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.PlainEvidence;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.FirmwareLog;
import java.util.List;

/** A key that knows of the firmware what the node's program says of itself. */
abstract class KeyWithoutTpm extends ForwardingHardwareKey {
    private final Firmware firmware;

    KeyWithoutTpm(HardwareKey key, Firmware firmware) {
        super(key);
        this.firmware = firmware;
    }

    @Override
    public final Evidence evidence(Bytes nonce) throws SigningException {
        return PlainEvidence.sign(this, nonce, new FirmwareLog(List.of(firmware.run())), Clock.SYSTEM);
    }
}
