package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.SealedSecret;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmLockout;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.tpm.CredentialChallenge;
import java.security.PublicKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.random.RandomGenerator;

/** What a node does with its keys in the TPM. Thread-safe. */
public final class TpmKeys implements AutoCloseable {
    private final TpmLink link;
    private final TpmOptions options;
    private final BootLogFile bootLog;
    private final FirmwareMeasurement firmware;
    private volatile Optional<Endorsement> endorsement = Optional.empty();

    private TpmKeys(TpmLink link, KeyDirectory directory, TpmOptions options) {
        this.link = link;
        this.options = options;
        this.bootLog = BootLogFile.read(options.bootLog());
        this.firmware = new FirmwareMeasurement(directory.firmware(), options.firmwarePcr(), bootLog);
        link.afterLoad(firmware::afterReconnect);
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#open}. */
    public static TpmKeys open(TpmOptions options, TpmTransport transport, RandomGenerator random) throws TpmException {
        KeyDirectory directory = new KeyDirectory(options.directory());
        return new TpmKeys(TpmLink.open(transport, directory, random), directory, options);
    }

    /** The result key's public half; needs no TPM. */
    public PublicKey publicKey() throws TpmException {
        return Template.RESULT.point(link.keys().result().publicArea()).key();
    }

    /** ECDSA over the SHA-256 of {@code toBeSigned}: r and s, 32 bytes each. */
    public Bytes sign(Bytes toBeSigned) throws TpmException {
        Bytes digest = Digest.sha256(toBeSigned).value();
        return link.call(keys -> keys.sign(digest));
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#measure}. */
    public void measure(FirmwareRun run) throws TpmException {
        link.call(keys -> {
            firmware.begin(keys.tpm(), run);
            return run;
        });
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#measureMore}. */
    public void measureMore(FirmwareItem item) throws TpmException {
        link.call(keys -> {
            firmware.add(keys.tpm(), item);
            return item;
        });
    }

    /**
     * What a TPM and this program say about the node.
     *
     * @param firmware what was started since the machine was switched on
     * @param tpm what the TPM says
     */
    public record Said(FirmwareLog firmware, TpmEvidence tpm) {}

    /** Everything that evidence for {@code nonce} holds, at one moment. */
    public Said say(Bytes nonce) throws TpmException {
        return link.call(keys -> {
            TpmConnection tpm = keys.tpm();
            Endorsement chip = endorsement(tpm);
            FirmwareLog log = firmware.log(tpm);
            SortedMap<Integer, Digest> registers = UnwrapKey.registers(tpm, options.pcrs());
            LoadedKeys.Attestation attestation = keys.attest(Evidence.qualifyingData(nonce), registers);
            return new Said(
                    log,
                    new TpmEvidence(
                                    chip.certificates(),
                                    chip.publicArea(),
                                    link.keys().attestation().publicArea(),
                                    link.keys().result().publicArea(),
                                    attestation.certified(),
                                    attestation.quoted(),
                                    registers,
                                    options.firmwarePcr(),
                                    bootLog.compact())
                            .withUnwrapKey(attestation.unwrapKey()));
        });
    }

    private Endorsement endorsement(TpmConnection tpm) throws TpmException {
        if (endorsement.isEmpty()) {
            endorsement = Optional.of(Endorsement.find(tpm));
        }
        return endorsement.get();
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#activate}. */
    public Bytes activate(CredentialChallenge challenge) throws TpmException {
        return link.call(
                keys -> keys.activate(endorsement(keys.tpm()), challenge.idObject(), challenge.encryptedSecret()));
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#seal}. */
    public SealedSecret seal(Bytes secret, SortedSet<Integer> pcrs) throws TpmException {
        WrappedKeys.Wrapped wrapped = link.call(keys -> Sealing.seal(keys.tpm(), secret, pcrs));
        return new SealedSecret(pcrs, wrapped.publicArea(), wrapped.privateArea());
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#unseal}. */
    public Bytes unseal(SealedSecret sealed) throws TpmException {
        WrappedKeys.Wrapped wrapped = new WrappedKeys.Wrapped(sealed.publicArea(), sealed.privateArea());
        return link.call(keys -> Sealing.unseal(keys.tpm(), wrapped, sealed.pcrs()));
    }

    /** What came of an agreement, out of the link's operation, which knows of trouble with the TPM only. */
    private record Agreed(Optional<byte[]> product, Optional<MeasuredKeyException> refusal) {}

    /** As {@link io.signet.attestation.tpm.TpmKey#agree}. */
    public byte[] agree(MeasuredKey key, Bytes point) throws TpmException, MeasuredKeyException {
        Agreed agreed = link.call(keys -> {
            try {
                return new Agreed(Optional.of(keys.agree(key, point)), Optional.empty());
            } catch (MeasuredKeyException e) {
                return new Agreed(Optional.empty(), Optional.of(e));
            }
        });
        if (agreed.refusal().isPresent()) {
            throw agreed.refusal().get();
        }
        return agreed.product().orElseThrow();
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#lockout}. */
    public TpmLockout lockout() throws TpmException {
        return link.call(keys -> LockoutReader.read(keys.tpm()));
    }

    TpmLink link() {
        return link;
    }

    @Override
    public void close() {
        link.close();
    }
}
