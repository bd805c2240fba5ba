package io.signet.simulator.virtual;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.PlainEvidence;
import io.signet.mesh.MeshIdentity;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.SessionCertificate;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.FirmwareLog;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A node's identity key: takes its time to sign, and can be missing. Says {@code software}, as that is what it is. */
final class SimulatedKey implements HardwareKey {
    private static final Duration SESSION_BEFORE = Duration.ofMinutes(5);
    private static final Duration SESSION_LIFE = Duration.ofDays(60);

    private final PublicKey publicKey;
    private final NodeId node;
    private final CoseSigner signer;
    private final LocalClock clock;
    private long signNanos;
    /** When it has done what it was asked so far. */
    private long freeNanos;

    private boolean missing;
    private FirmwareLog firmware = FalseEvidence.listed();

    SimulatedKey(RandomGenerator random, LocalClock clock, long signNanos) {
        this.publicKey = SimulatedKeys.p256(random);
        this.node = NodeId.of(publicKey);
        this.signer = SoftwareSigner.ofP256(new KeyPair(publicKey, handle()));
        this.clock = clock;
        this.signNanos = signNanos;
    }

    /** A signature takes {@code nanos} from now on. */
    void setSignNanos(long nanos) {
        signNanos = nanos;
    }

    /** What the node's program has started. */
    void setFirmware(FirmwareLog started) {
        firmware = started;
    }

    /** Whether signing fails. */
    void setMissing(boolean missing) {
        this.missing = missing;
    }

    /** Session keys that last longer than any run. */
    MeshIdentity session(IdentityChain chain, RandomGenerator random) {
        Bytes signing = SimulatedKeys.ed25519(random);
        Bytes sealing = Bytes.random(random, SealedInTheOpen.KEY_BYTES);
        try {
            SessionCertificate certificate = SessionCertificate.issue(
                    signer,
                    node,
                    signing,
                    sealing,
                    WallClock.START_MILLIS - SESSION_BEFORE.toMillis(),
                    WallClock.START_MILLIS + SESSION_LIFE.toMillis());
            SimulatedKeys.Secret secret = SimulatedKeys.secretOf(signing);
            return new MeshIdentity(
                    chain,
                    certificate,
                    SoftwareSigner.ofEd25519(new KeyPair(secret.publicKey(), secret)),
                    new SealedInTheOpen.Key(sealing));
        } catch (SigningException e) {
            throw new IllegalStateException("a simulated key that is there can't fail to sign", e);
        }
    }

    @Override
    public Assurance assurance() {
        return Assurance.SOFTWARE;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public Bytes sign(Bytes toBeSigned) throws SigningException {
        occupy(1);
        return signer.sign(toBeSigned);
    }

    /** It does one thing after the other, for whoever asks. */
    private void occupy(int signatures) throws SigningException {
        if (missing) {
            throw new SigningException("the key hardware does not answer");
        }
        long free = Math.max(freeNanos, clock.now());
        freeNanos = free + signatures * signNanos;
        clock.charge(freeNanos - clock.now());
    }

    /** Takes as long as in a TPM, which certifies and quotes besides. */
    @Override
    public Evidence evidence(Bytes nonce) throws SigningException {
        occupy(2);
        return PlainEvidence.sign(this, nonce, firmware, clock);
    }

    /** Encoded evidence of that firmware, made at that time. */
    Bytes evidence(Bytes nonce, FirmwareLog started, long timeMillis) throws SigningException {
        EvidenceClaims claims =
                new EvidenceClaims(node, nonce, timeMillis / 1000, assurance(), started, Optional.empty());
        return Evidence.sign(signer, claims).encode();
    }

    @Override
    public PrivateKey handle() {
        return new SimulatedKeys.Secret(publicKey);
    }

    @Override
    public String description() {
        return "a simulated " + CoseAlgorithm.ES256 + " key";
    }
}
