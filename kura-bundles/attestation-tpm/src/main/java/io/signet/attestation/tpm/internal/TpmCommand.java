package io.signet.attestation.tpm.internal;

import io.signet.statement.Bytes;
import java.util.List;

/**
 * A command (TPM 2.0 part 3).
 *
 * @param code which
 * @param authorised the entities that have to be authorised, in the order of their handles
 * @param others the entities whose handles follow
 * @param parameters marshalled
 */
record TpmCommand(Code code, List<TpmEntity> authorised, List<TpmEntity> others, Bytes parameters) {
    TpmCommand {
        authorised = List.copyOf(authorised);
        others = List.copyOf(others);
    }

    /** The commands that are used here (TPM 2.0 part 2, section 6.5.2). */
    enum Code {
        CREATE_PRIMARY(0x131, true),
        DICTIONARY_ATTACK_LOCK_RESET(0x139, false),
        DICTIONARY_ATTACK_PARAMETERS(0x13a, false),
        NV_WRITE(0x137, false),
        NV_DEFINE_SPACE(0x12a, false),
        ACTIVATE_CREDENTIAL(0x147, false),
        CERTIFY(0x148, false),
        NV_READ(0x14e, false),
        POLICY_SECRET(0x151, false),
        CREATE(0x153, false),
        ECDH_ZGEN(0x154, false),
        LOAD(0x157, true),
        QUOTE(0x158, false),
        SIGN(0x15d, false),
        UNSEAL(0x15e, false),
        FLUSH_CONTEXT(0x165, false),
        NV_READ_PUBLIC(0x169, false),
        READ_PUBLIC(0x173, false),
        START_AUTH_SESSION(0x176, true),
        GET_CAPABILITY(0x17a, false),
        PCR_READ(0x17e, false),
        POLICY_PCR(0x17f, false),
        READ_CLOCK(0x181, false),
        PCR_EXTEND(0x182, false);

        private final int value;
        private final boolean returnsHandle;

        Code(int value, boolean returnsHandle) {
            this.value = value;
            this.returnsHandle = returnsHandle;
        }

        int value() {
            return value;
        }

        boolean returnsHandle() {
            return returnsHandle;
        }
    }

    /** A command that needs no authorisation and works on {@code others}. */
    static TpmCommand open(Code code, TpmWriter parameters, TpmEntity... others) {
        return new TpmCommand(code, List.of(), List.of(others), parameters.toBytes());
    }

    /** A command that {@code authorised} have to authorise. */
    static TpmCommand authorised(Code code, TpmWriter parameters, TpmEntity... authorised) {
        return new TpmCommand(code, List.of(authorised), List.of(), parameters.toBytes());
    }

    /** The same with further handles. */
    TpmCommand with(TpmEntity... more) {
        return new TpmCommand(code, authorised, List.of(more), parameters);
    }
}
