package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;

/** A {@link HardwareKey} as a signer of COSE messages. */
final class HardwareSigner implements CoseSigner {
    private final HardwareKey key;
    private final Bytes keyId;

    HardwareSigner(HardwareKey key) {
        this.key = key;
        this.keyId = key.node().value();
    }

    @Override
    public CoseAlgorithm algorithm() {
        return CoseAlgorithm.ES256;
    }

    @Override
    public Bytes keyId() {
        return keyId;
    }

    @Override
    public Bytes sign(Bytes toBeSigned) throws SigningException {
        return key.sign(toBeSigned);
    }
}
