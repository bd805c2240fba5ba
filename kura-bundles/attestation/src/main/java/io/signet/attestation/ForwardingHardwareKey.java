package io.signet.attestation;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.CredentialChallenge;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;

/** Another key, of which a subclass changes a part. */
public abstract class ForwardingHardwareKey implements HardwareKey {
    private final HardwareKey key;

    /** Is {@code key} but for what is overridden. */
    protected ForwardingHardwareKey(HardwareKey key) {
        this.key = key;
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
