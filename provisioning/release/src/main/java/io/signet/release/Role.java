package io.signet.release;

import io.signet.runtime.Limits;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who may say something, and how many of them have to.
 *
 * @param threshold how many of {@code keys} must sign, at least 1
 * @param keys 1 to {@value #KEYS_MAX}, in the order of their encodings, none twice
 */
public record Role(int threshold, List<ReleaseKey> keys) {
    /** Most keys. */
    public static final int KEYS_MAX = 16;

    private static final int FIELDS = 2;

    public Role {
        keys = keys.stream().sorted().distinct().toList();
        Limits.requireInRange("the number of keys", keys.size(), 1, KEYS_MAX);
        Limits.requireInRange("the threshold", threshold, 1, keys.size());
    }

    /** How many of these keys signed {@code document}. */
    public int count(SignedDocument document) {
        return (int) document.signatures().stream()
                .filter(signature -> keys.stream()
                        .filter(key -> key.id().equals(signature.keyId()))
                        .anyMatch(key -> key.verifies(
                                signature.algorithm(),
                                document.toBeSigned(signature.algorithm(), signature.keyId()),
                                signature.value())))
                .count();
    }

    /** What is missing for {@code document} to be believed; empty if nothing is. */
    Optional<String> objection(SignedDocument document) {
        int signed = count(document);
        return signed >= threshold
                ? Optional.empty()
                : Optional.of(signed + " of " + keys.size() + " keys signed it, " + threshold + " must");
    }

    void write(CborWriter writer) {
        writer.startArray(FIELDS).writeInt(threshold).startArray(keys.size());
        keys.forEach(key -> writer.writeBytes(key.encoded()));
    }

    static Role read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        reader.readArray(FIELDS);
        int threshold = (int) reader.readInt(1, KEYS_MAX);
        int count = reader.readArraySize();
        if (count > KEYS_MAX) {
            throw new MalformedException("a role has at most " + KEYS_MAX + " keys", start);
        }
        List<ReleaseKey> keys = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                keys.add(new ReleaseKey(reader.readBytes(ReleaseKey.SIZE_BYTES_MAX)));
            }
            Role role = new Role(threshold, keys);
            if (!role.keys.equals(keys)) {
                throw new MalformedException("keys are in the order of their encodings, none twice", start);
            }
            return role;
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }
}
