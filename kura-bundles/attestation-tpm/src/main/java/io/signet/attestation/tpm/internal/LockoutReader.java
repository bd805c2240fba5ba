package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmLockout;
import io.signet.attestation.tpm.TpmUnavailableException;
import java.util.HashMap;
import java.util.Map;

/** Reads how near the TPM is to its lockout. */
final class LockoutReader {
    private static final int CAPABILITY_PROPERTIES = 6;
    private static final int LOCKOUT_COUNTER = 0x20e;
    private static final int MAX_AUTH_FAIL = 0x20f;
    private static final int LOCKOUT_INTERVAL = 0x210;
    private static final int PROPERTIES = 3;

    private LockoutReader() {}

    static TpmLockout read(TpmConnection tpm) throws TpmException {
        TpmReader response = tpm.run(TpmCommand.open(
                        TpmCommand.Code.GET_CAPABILITY,
                        new TpmWriter()
                                .u32(CAPABILITY_PROPERTIES)
                                .u32(LOCKOUT_COUNTER)
                                .u32(PROPERTIES)))
                .parameters();
        response.u8(); // whether there are more
        response.u32(); // the capability again
        int count = response.u32();
        if (count != PROPERTIES) {
            throw new TpmUnavailableException("the TPM does not tell the parameters of its lockout");
        }
        Map<Integer, Integer> properties = new HashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(response.u32(), response.u32());
        }
        return new TpmLockout(
                properties.getOrDefault(LOCKOUT_COUNTER, 0),
                properties.getOrDefault(MAX_AUTH_FAIL, 0),
                properties.getOrDefault(LOCKOUT_INTERVAL, 0));
    }
}
