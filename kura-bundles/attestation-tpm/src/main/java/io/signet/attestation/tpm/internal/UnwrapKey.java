package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Hmac;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.tpm.Pcr;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The key to which what only this firmware may read is encrypted. The TPM derives it anew each time from its seed, a secret
 * of the node's and the policy that the registers have certain values. So there is nothing to keep: other values give
 * another key, and when the values are back, the key is, too.
 */
final class UnwrapKey {
    private static final byte[] LABEL = "signet/unwrap/1".getBytes(StandardCharsets.US_ASCII);

    private UnwrapKey() {}

    /** The values of {@code pcrs} now. */
    static SortedMap<Integer, Digest> registers(TpmConnection tpm, Set<Integer> pcrs) throws TpmException {
        SortedMap<Integer, Digest> registers = new TreeMap<>();
        Pcrs.read(tpm, pcrs).forEach((pcr, value) -> registers.put(pcr, new Digest(value)));
        return registers;
    }

    /**
     * Has the TPM make the key for {@code registers}; has to be flushed.
     *
     * @param auth the node's secret: other programs that may use the TPM can't have it make the same key
     */
    static KeyMaker.Primary make(TpmConnection tpm, Bytes auth, SortedMap<Integer, Digest> registers)
            throws TpmException {
        return KeyMaker.primary(tpm, TpmEntity.OWNER, template(auth, registers));
    }

    private static Template template(Bytes auth, SortedMap<Integer, Digest> registers) {
        return Template.unwrap(Pcr.policy(registers).value(), Bytes.copyOf(Hmac.sha256(auth.toArray(), LABEL)));
    }

    /**
     * As {@link io.signet.attestation.tpm.TpmKey#agree}.
     *
     * @throws MeasuredKeyException if the registers have other values, or the key is another TPM's
     */
    static byte[] agree(TpmConnection tpm, Bytes auth, MeasuredKey key, Bytes point)
            throws TpmException, MeasuredKeyException {
        requireSame(key.registers(), registers(tpm, key.registers().keySet()));
        LoadedKey storage = KeyMaker.storage(tpm);
        TpmSession policy;
        try {
            policy = tpm.startPolicySession(storage);
        } finally {
            tpm.flush(storage.entity());
        }
        try {
            KeyMaker.Primary made = make(tpm, auth, key.registers());
            try {
                Template.Point own = template(auth, key.registers()).point(made.publicArea());
                if (!MeasuredKey.of(own.key(), key.registers()).equals(key)) {
                    throw new MeasuredKeyException(
                            "it was encrypted for another TPM than this machine's, or this node's keys"
                                    + " were made anew: ask for it to be encrypted for this node");
                }
                return multiply(tpm, made.entity(), policy, key, point);
            } finally {
                tpm.flush(made.entity());
            }
        } finally {
            tpm.flush(policy.entity());
        }
    }

    private static void requireSame(SortedMap<Integer, Digest> wanted, SortedMap<Integer, Digest> present)
            throws MeasuredKeyException {
        SortedSet<Integer> differing = new TreeSet<>();
        wanted.forEach((pcr, value) -> {
            if (!value.equals(present.get(pcr))) {
                differing.add(pcr);
            }
        });
        if (!differing.isEmpty()) {
            throw new MeasuredKeyException(
                    "it was encrypted for other firmware than this machine runs: PCR " + differing
                            + (differing.size() == 1 ? " has another value" : " have other values")
                            + " than then. If this firmware is meant, ask for it to be encrypted for this node anew; if the node's"
                            + " program was only started again, restart the machine");
        }
    }

    /** TPM2_ECDH_ZGen (TPM 2.0 part 3, section 14.5); what it gives does not cross the bus in clear. */
    private static byte[] multiply(TpmConnection tpm, TpmEntity entity, TpmSession policy, MeasuredKey key, Bytes point)
            throws TpmException, MeasuredKeyException {
        tpm.run(TpmCommand.open(
                TpmCommand.Code.POLICY_PCR,
                new TpmWriter().u16(0).bytes(Pcrs.selection(key.registers().keySet())),
                policy.entity()));
        TpmWriter other = new TpmWriter().sized(point.range(1, 33)).sized(point.range(33, 65));
        TpmReader product = new TpmReader(tpm.run(
                        TpmCommand.authorised(
                                TpmCommand.Code.ECDH_ZGEN, new TpmWriter().sized(other.toBytes()), entity),
                        policy.secretResponse())
                .parameters()
                .sized());
        byte[] x = product.sized(); // some TPMs leave out leading zeros
        if (x.length > Template.COORDINATE_SIZE_BYTES) {
            throw new TpmUnavailableException("the TPM's product is no point on P-256");
        }
        byte[] fixed = new byte[Template.COORDINATE_SIZE_BYTES];
        System.arraycopy(x, 0, fixed, fixed.length - x.length, x.length);
        return fixed;
    }
}
