package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.statement.Bytes;
import io.signet.statement.tpm.Pcr;
import java.util.Set;

/** Binds secrets to this TPM and to values of its PCRs (TPM 2.0 part 1, section 19.7.7.2 and part 3, TPM2_PolicyPCR). */
final class Sealing {
    private Sealing() {}

    /** Wraps {@code secret} so that it opens only while {@code pcrs} have their present values. */
    static WrappedKeys.Wrapped seal(TpmConnection tpm, Bytes secret, Set<Integer> pcrs) throws TpmException {
        LoadedKey storage = KeyMaker.storage(tpm);
        try {
            Bytes policy = Pcr.policy(UnwrapKey.registers(tpm, pcrs)).value();
            TpmSession session = tpm.startHmacSession(storage);
            try {
                return KeyMaker.create(tpm, storage, session, Template.sealed(policy), Bytes.EMPTY, secret);
            } finally {
                tpm.flush(session.entity());
            }
        } finally {
            tpm.flush(storage.entity());
        }
    }

    /** Opens what {@link #seal} wrapped; the secret does not cross the bus in clear. */
    static Bytes unseal(TpmConnection tpm, WrappedKeys.Wrapped sealed, Set<Integer> pcrs) throws TpmException {
        LoadedKey storage = KeyMaker.storage(tpm);
        TpmSession policy;
        TpmEntity object;
        try {
            object = KeyMaker.load(tpm, storage, sealed, Bytes.EMPTY);
            policy = tpm.startPolicySession(storage);
        } finally {
            tpm.flush(storage.entity());
        }
        try {
            tpm.run(TpmCommand.open(
                    TpmCommand.Code.POLICY_PCR, new TpmWriter().u16(0).bytes(Pcrs.selection(pcrs)), policy.entity()));
            return Bytes.copyOf(tpm.run(
                            TpmCommand.authorised(TpmCommand.Code.UNSEAL, new TpmWriter(), object),
                            policy.secretResponse())
                    .parameters()
                    .sized());
        } finally {
            tpm.flush(policy.entity());
            tpm.flush(object);
        }
    }
}
