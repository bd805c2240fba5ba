package io.signet.statement.evidence;

import io.signet.statement.Assurance;
import io.signet.statement.Finding;
import io.signet.statement.hpke.MeasuredKey;
import java.util.List;
import java.util.Optional;

/** What came of a check of evidence. */
public sealed interface EvidenceVerdict {
    /** What was found, in the order of the checks. */
    List<Finding> findings();

    /**
     * The evidence holds together.
     *
     * @param assurance what it shows of the node's key: {@link Assurance#TPM2} only if a trusted chip maker vouches for the
     *     chip and somebody for the key being in it; {@link Assurance#PKCS11} is the node's word
     * @param unwrapKey the key in its TPM that works only while the registers have the values which were checked
     */
    record Accepted(Assurance assurance, Optional<MeasuredKey> unwrapKey, List<Finding> findings)
            implements EvidenceVerdict {
        public Accepted {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Something does not hold: nothing in the evidence may be believed.
     *
     * @param reason what failed
     * @param message the same in plain words
     */
    record Refused(Reason reason, String message, List<Finding> findings) implements EvidenceVerdict {
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /** Why evidence is refused. */
    enum Reason {
        /** A structure of the TPM's, a certificate or the boot log is not in its format. */
        MALFORMED,
        /** It is the evidence of another node, or the node's key did not sign it. */
        NOT_OF_THIS_NODE,
        /** It answers another question: an older one, or one that somebody else asked. */
        OLD_NONCE,
        /** It is older than the policy allows. */
        TOO_OLD,
        /** Its time has not come yet. */
        FROM_THE_FUTURE,
        /** The TPM's result key is another than the node's identity key. */
        OTHER_RESULT_KEY,
        /** The result key can leave the TPM, or came from outside. */
        EXPORTABLE_KEY,
        /** The attestation key would sign anything, not only what the TPM made itself. */
        UNRESTRICTED_ATTESTATION_KEY,
        /** The attestation key can leave the TPM, or came from outside. */
        EXPORTABLE_ATTESTATION_KEY,
        /** Key and registers were attested by different keys: by different TPMs. */
        CERTIFIED_BY_ANOTHER_TPM,
        /** The attestation key signed something that no TPM made. */
        NOT_MADE_BY_A_TPM,
        /** The TPM attests something else than is needed there. */
        WRONG_ATTESTATION,
        /** The attestation key did not sign what is said to be attested. */
        BAD_ATTESTATION_SIGNATURE,
        /** The TPM certified another key than the result key. */
        OTHER_KEY_CERTIFIED,
        /** The key to encrypt to is not bound to the registers' values, or may leave the TPM. */
        UNBOUND_UNWRAP_KEY,
        /** The registers' values are not those that the TPM quoted. */
        CHANGED_PCR,
        /** A register that matters was not quoted, or can be reset. */
        PCR_NOT_QUOTED,
        /** The list of firmware is not what was extended into its register. */
        FIRMWARE_MISMATCH,
        /** The log of the boot is not what was extended into its registers. */
        BOOT_LOG_MISMATCH,
        /** The endorsement certificate is of another key, or of no endorsement key. */
        OTHER_ENDORSEMENT_KEY,
        /** The chip was challenged, and did not answer as the one that holds this attestation key would. */
        CHALLENGE_FAILED,
        /** The policy does not list the firmware. */
        UNKNOWN_FIRMWARE,
        /** The node's certificate says more of the key than its kind can give. */
        NOT_AS_CERTIFIED,
        /** The policy demands a chip of a maker that it names, and none is shown. */
        ASSURANCE_TOO_LOW
    }
}
