package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmRefusedException;
import java.util.Locale;
import java.util.Map;

/** What a TPM means by its response codes (TPM 2.0 part 2, section 6.6). */
final class ResponseCode {
    static final int SUCCESS = 0;

    private static final int FORMAT_ONE = 0x80;
    private static final int FORMAT_ONE_MASK = 0xbf;
    private static final int FORMAT_ZERO_MASK = 0xfff;
    private static final int LOCKOUT = 0x921;
    private static final int HANDLE = 0x8b;
    /** That another hand has been at work, TPM_RC_REFERENCE_H0 to TPM_RC_REFERENCE_S6. */
    private static final int REFERENCE_FIRST = 0x910;

    private static final int REFERENCE_LAST = 0x91e;
    private static final int RETRY = 0x922;
    private static final int YIELDED = 0x908;
    private static final int TESTING = 0x90a;
    private static final int NV_RATE = 0x920;

    private static final Map<Integer, String> MEANINGS = Map.ofEntries(
            Map.entry(0x84, "a value is not allowed (TPM_RC_VALUE)"),
            Map.entry(0x85, "wrong hierarchy (TPM_RC_HIERARCHY)"),
            Map.entry(0x8a, "wrong type (TPM_RC_TYPE)"),
            Map.entry(HANDLE, "there is no such object (TPM_RC_HANDLE)"),
            Map.entry(0x8e, "a wrong authorisation value; this counts towards the lockout (TPM_RC_AUTH_FAIL)"),
            Map.entry(0x92, "it does not support the signature scheme (TPM_RC_SCHEME)"),
            Map.entry(0x95, "wrong size (TPM_RC_SIZE)"),
            Map.entry(
                    0x9d,
                    "the policy is not fulfilled: the firmware is not the one it was sealed to (TPM_RC_POLICY_FAIL)"),
            Map.entry(0x9f, "the wrapped key or credential is damaged or another TPM's (TPM_RC_INTEGRITY)"),
            Map.entry(
                    0xa2,
                    "a wrong authorisation value: the hierarchy has a password, which Signet does not have"
                            + " (TPM_RC_BAD_AUTH)"),
            Map.entry(0xa6, "it does not support P-256 (TPM_RC_CURVE)"),
            Map.entry(0x100, "it was not started: the firmware has to send TPM2_Startup (TPM_RC_INITIALIZE)"),
            Map.entry(0x101, "it failed its self-test: it is broken (TPM_RC_FAILURE)"),
            Map.entry(0x120, "it is disabled: switch it on in the firmware's settings (TPM_RC_DISABLED)"),
            Map.entry(0x12f, "the policy is not available (TPM_RC_AUTH_UNAVAILABLE)"),
            Map.entry(0x143, "it lacks this command (TPM_RC_COMMAND_CODE)"),
            Map.entry(0x14a, "the index was never written (TPM_RC_NV_UNINITIALIZED)"),
            Map.entry(
                    0x902,
                    "it is full of other programs' keys; use the kernel's resource manager, /dev/tpmrm0"
                            + " (TPM_RC_OBJECT_MEMORY)"),
            Map.entry(
                    0x903,
                    "it is full of other programs' sessions; use the kernel's resource manager, /dev/tpmrm0"
                            + " (TPM_RC_SESSION_MEMORY)"),
            Map.entry(0x907, "not from this locality (TPM_RC_LOCALITY)"),
            Map.entry(
                    LOCKOUT,
                    "it is in lockout: too many wrong authorisation values were tried. Wait until it forgives one"
                            + " ('tpm2_getcap properties-variable' says how long that takes), or have whoever has the lockout password reset it:"
                            + " tpm2_dictionarylockout --clear-lockout (TPM_RC_LOCKOUT)"),
            Map.entry(0x923, "its memory is not available now (TPM_RC_NV_UNAVAILABLE)"));

    private ResponseCode() {}

    /** Whether the same command may succeed in a moment: the TPM is busy. */
    static boolean asksForRetry(int code) {
        int plain = plain(code);
        return plain == RETRY || plain == YIELDED || plain == TESTING || plain == NV_RATE;
    }

    /** Whether a key or session that we loaded is gone, as after a reset of the TPM: load them again. */
    static boolean saysLoadAgain(TpmRefusedException refusal) {
        int plain = plain(refusal.responseCode());
        return plain == HANDLE || (plain >= REFERENCE_FIRST && plain <= REFERENCE_LAST);
    }

    /** Whether there is no such object. */
    static boolean saysAbsent(TpmRefusedException refusal) {
        return plain(refusal.responseCode()) == HANDLE;
    }

    static TpmRefusedException refusal(TpmCommand.Code command, int code) {
        String meaning = MEANINGS.getOrDefault(plain(code), "response code 0x" + Integer.toHexString(code));
        return new TpmRefusedException(
                code, "the TPM refuses " + command.name().toLowerCase(Locale.ROOT) + ": " + meaning);
    }

    /** Without the number of the parameter, handle or session at fault, and the layer above the TPM that said it. */
    private static int plain(int code) {
        return (code & FORMAT_ONE) != 0 ? code & FORMAT_ONE_MASK : code & FORMAT_ZERO_MASK;
    }
}
