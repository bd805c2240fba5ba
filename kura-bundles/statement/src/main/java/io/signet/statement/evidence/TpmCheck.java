package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.tpm.Attested;
import io.signet.statement.tpm.ObjectAttributes;
import io.signet.statement.tpm.Pcr;
import io.signet.statement.tpm.TpmAttest;
import io.signet.statement.tpm.TpmPublic;
import io.signet.statement.tpm.TpmSignature;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;

/**
 * Checks keys and attestations of a TPM: that the node's identity key was made in a TPM and can't leave it, by the word of an
 * attestation key that says only what its TPM knows.
 */
final class TpmCheck {
    private static final String CLAIM = "tpm";

    private final TpmEvidence evidence;
    private final Bytes qualifyingData;
    private final TpmPublic attestationKey;
    private final TpmPublic resultKey;
    private final TpmAttest certified;
    private final TpmAttest quoted;

    /** Reads the structures; {@code nonce} is that of the evidence. */
    TpmCheck(TpmEvidence evidence, Bytes nonce) throws MalformedException {
        this.evidence = evidence;
        this.qualifyingData = Evidence.qualifyingData(nonce);
        this.attestationKey = TpmPublic.decode(evidence.attestationKey());
        this.resultKey = TpmPublic.decode(evidence.resultKey());
        this.certified = TpmAttest.decode(evidence.certified().attest());
        this.quoted = TpmAttest.decode(evidence.quoted().attest());
    }

    /** Checks everything but the registers' values; what the TPM says of those is the result. */
    Attested.Quote check(PublicKey identity) throws RefusedException, MalformedException {
        checkKeys(identity);
        if (!certified.qualifiedSigner().equals(quoted.qualifiedSigner())) {
            throw refused(
                    Reason.CERTIFIED_BY_ANOTHER_TPM,
                    "The node's key was certified by another attestation key than the one that quoted the registers:"
                            + " it need not be in the same TPM.");
        }
        checkAttest(certified, evidence.certified(), "The certification of the node's key");
        checkAttest(quoted, evidence.quoted(), "The quote of the registers");
        if (!(certified.attested() instanceof Attested.Key key)) {
            throw refused(Reason.WRONG_ATTESTATION, "What should certify the node's key attests something else.");
        }
        if (!(quoted.attested() instanceof Attested.Quote quote)) {
            throw refused(Reason.WRONG_ATTESTATION, "What should quote the registers attests something else.");
        }
        if (!key.name().equals(resultKey.name())) {
            throw refused(
                    Reason.OTHER_KEY_CERTIFIED, "The TPM certified another key than the one that the node signs with.");
        }
        return quote;
    }

    /**
     * Checks the key to encrypt to, if there is one: that it is in the same TPM, can't leave it, and works only while the
     * registers have the values given, which must have been checked before.
     */
    Optional<MeasuredKey> checkUnwrapKey() throws RefusedException, MalformedException {
        if (evidence.unwrapKey().isEmpty()) {
            return Optional.empty();
        }
        TpmEvidence.CertifiedKey unwrapKey = evidence.unwrapKey().get();
        TpmPublic key = TpmPublic.decode(unwrapKey.publicArea());
        TpmAttest attest = TpmAttest.decode(unwrapKey.certified().attest());
        checkAttest(attest, unwrapKey.certified(), "The certification of the key to encrypt to");
        if (!(attest.attested() instanceof Attested.Key named) || !named.name().equals(key.name())) {
            throw refused(Reason.OTHER_KEY_CERTIFIED, "The TPM did not certify the key to encrypt to.");
        }
        ObjectAttributes attributes = key.attributes();
        if (!(key.key() instanceof ECPublicKey point)
                || !attributes.bound()
                || !attributes.has(ObjectAttributes.DECRYPT)
                || attributes.hasAny(
                        ObjectAttributes.RESTRICTED | ObjectAttributes.SIGN | ObjectAttributes.USER_WITH_AUTH)
                || !key.policy().equals(Pcr.policy(evidence.pcrs()).value())) {
            throw refused(
                    Reason.UNBOUND_UNWRAP_KEY,
                    "The key to encrypt to is not bound to this TPM and to the quoted values of its registers.");
        }
        return Optional.of(MeasuredKey.of(point, evidence.pcrs()));
    }

    /** What {@link #check} proved. */
    Finding finding() {
        return new Finding.Proved(
                CLAIM,
                "The attestation key " + attestationKey.name()
                        + " certifies that the node's key was made in its TPM, can't" + " leave it, and signs.");
    }

    private void checkKeys(PublicKey identity) throws RefusedException {
        if (!resultKey.isOf(identity)) {
            throw refused(Reason.OTHER_RESULT_KEY, "The TPM's key is not the one in the node's certificate.");
        }
        if (!resultKey.attributes().bound() || !resultKey.attributes().has(ObjectAttributes.SIGN)) {
            throw refused(
                    Reason.EXPORTABLE_KEY,
                    "The node's key may leave the TPM, or was not made in it: fixedTPM, fixedParent, sensitiveDataOrigin"
                            + " and sign must be set.");
        }
        ObjectAttributes attestation = attestationKey.attributes();
        if (!attestation.has(ObjectAttributes.RESTRICTED | ObjectAttributes.SIGN)
                || attestation.has(ObjectAttributes.DECRYPT)) {
            throw refused(
                    Reason.UNRESTRICTED_ATTESTATION_KEY,
                    "The attestation key signs what anyone gives it: restricted and sign must be set, decrypt must not.");
        }
        if (!attestation.bound()) {
            throw refused(
                    Reason.EXPORTABLE_ATTESTATION_KEY,
                    "The attestation key may leave the TPM, or was not made in it: fixedTPM, fixedParent and"
                            + " sensitiveDataOrigin must be set.");
        }
    }

    private void checkAttest(TpmAttest attest, SignedAttest signed, String what)
            throws RefusedException, MalformedException {
        if (!TpmSignature.decode(signed.signature()).verifies(attestationKey.key(), signed.attest())) {
            throw refused(Reason.BAD_ATTESTATION_SIGNATURE, what + " was not signed by the attestation key.");
        }
        if (attest.magic() != TpmAttest.GENERATED_BY_TPM) {
            throw refused(Reason.NOT_MADE_BY_A_TPM, what + " was not made by a TPM: it lacks TPM_GENERATED.");
        }
        if (!attest.extraData().equals(qualifyingData)) {
            throw refused(Reason.OLD_NONCE, what + " was made for another nonce than that of the evidence.");
        }
    }

    private static RefusedException refused(Reason reason, String message) {
        return new RefusedException(reason, CLAIM, message);
    }
}
