package io.signet.attestation.tpm;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.HardwarePrivateKey;
import io.signet.attestation.tpm.internal.TpmKeys;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.hpke.MeasuredKeyHolder;
import io.signet.statement.tpm.CredentialChallenge;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import java.util.SortedSet;
import java.util.random.RandomGenerator;

/**
 * A node's identity key in a TPM 2.0, from which it can't be taken. Its wrapped form lies in the node's directory and is of
 * use to this TPM alone. When the TPM goes, the key does not sign until it is back; nothing else signs in its place.
 *
 * <p>Secrets cross the bus to the TPM encrypted, and what signs is asked for with an HMAC, in a session salted for the
 * TPM's storage key (TPM 2.0 part 1, sections 19 and 21).
 */
public final class TpmKey implements HardwareKey, MeasuredKeyHolder, AutoCloseable {
    private final TpmOptions options;
    private final TpmKeys keys;
    private final PublicKey publicKey;
    private final NodeId node;

    private TpmKey(TpmOptions options, TpmKeys keys) throws TpmException {
        this.options = options;
        this.keys = keys;
        this.publicKey = keys.publicKey();
        this.node = NodeId.of(publicKey);
    }

    /**
     * Opens the key in {@code options.directory()}, or has the TPM make one. A key that was made before is there even
     * when the TPM is not at this moment.
     *
     * @param random for nonces and authorisation values: a {@link java.security.SecureRandom}
     * @throws TpmException if there is neither a key nor a TPM to make one, or the key's file can't be used
     */
    public static TpmKey open(TpmOptions options, RandomGenerator random) throws TpmException {
        return open(options, TpmTransport.to(options.address()), random);
    }

    /** As {@link #open(TpmOptions, RandomGenerator)}, but reaches the TPM in another way than the options' address. */
    public static TpmKey open(TpmOptions options, TpmTransport transport, RandomGenerator random) throws TpmException {
        return new TpmKey(options, TpmKeys.open(options, transport, random));
    }

    /** The most that a TPM gives; what may be claimed of this one, its owner's certificate says. */
    @Override
    public Assurance assurance() {
        return Assurance.TPM2;
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
        try {
            return keys.sign(toBeSigned);
        } catch (TpmException e) {
            throw new SigningException(e.getMessage(), e);
        }
    }

    @Override
    public Evidence evidence(Bytes nonce) throws SigningException {
        try {
            TpmKeys.Said said = keys.say(nonce);
            return Evidence.sign(
                    signer(),
                    new EvidenceClaims(
                            node,
                            nonce,
                            Clock.SYSTEM.wallMillis() / 1000,
                            Assurance.TPM2,
                            said.firmware(),
                            Optional.of(said.tpm())));
        } catch (TpmException e) {
            throw new SigningException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<Bytes> activate(CredentialChallenge challenge) throws SigningException {
        try {
            return Optional.of(keys.activate(challenge));
        } catch (TpmException e) {
            throw new SigningException(e.getMessage(), e);
        }
    }

    /**
     * Extends the firmware register with what this program has started; once, when it starts. What was started before since
     * the machine was switched on stays in the list. After a reset of the TPM under this program it does so again by itself.
     *
     * @throws TpmException if the TPM is not there, or the list can't be written
     */
    public void measure(FirmwareRun run) throws TpmException {
        keys.measure(run);
    }

    /**
     * Extends the firmware register with {@code item}, which this program starts after {@link #measure}.
     *
     * @throws TpmException if the TPM is not there, or the list can't be written
     */
    public void measureMore(FirmwareItem item) throws TpmException {
        keys.measureMore(item);
    }

    @Override
    public PrivateKey handle() {
        return new HardwarePrivateKey(this);
    }

    @Override
    public String description() {
        return "TPM 2.0 key, TPM at " + options.address();
    }

    /**
     * Seals {@code secret} to this TPM and to the present values of {@code pcrs}.
     *
     * @param secret 1 to {@link SealedSecret#SECRET_SIZE_BYTES_MAX} bytes
     * @param pcrs registers, of 0 to 23; at least one
     * @throws TpmException if the TPM is not there or refuses
     */
    public SealedSecret seal(Bytes secret, SortedSet<Integer> pcrs) throws TpmException {
        if (secret.size() < 1 || secret.size() > SealedSecret.SECRET_SIZE_BYTES_MAX) {
            throw new IllegalArgumentException("a sealed secret has 1 to " + SealedSecret.SECRET_SIZE_BYTES_MAX
                    + " bytes, not " + secret.size() + ": seal a key, and encrypt the rest with it");
        }
        if (pcrs.isEmpty()) {
            throw new IllegalArgumentException("a secret is sealed to at least one register");
        }
        return keys.seal(secret, pcrs);
    }

    /**
     * Opens {@code sealed}.
     *
     * @throws TpmRefusedException if a register has another value than when it was sealed, or it is another TPM's
     * @throws TpmException if the TPM is not there
     */
    public Bytes unseal(SealedSecret sealed) throws TpmException {
        return keys.unseal(sealed);
    }

    /** Only while the registers are as {@code key} says, and only if this TPM made it for this node. */
    @Override
    public byte[] agree(MeasuredKey key, Bytes point) throws MeasuredKeyException {
        try {
            return keys.agree(key, point);
        } catch (TpmException e) {
            throw new MeasuredKeyException(e.getMessage(), e, e instanceof TpmUnavailableException);
        }
    }

    /**
     * How near the TPM is to its lockout.
     *
     * @throws TpmException if the TPM is not there
     */
    public TpmLockout lockout() throws TpmException {
        return keys.lockout();
    }

    /** Frees the places that the keys take in the TPM. The key does not sign afterwards. */
    @Override
    public void close() {
        keys.close();
    }

    /** The description. */
    @Override
    public String toString() {
        return description();
    }
}
