package io.signet.statement.hpke;

import io.signet.statement.Hmac;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** HKDF-SHA256 (RFC 5869) with labels, RFC 9180 section 4, for outputs of at most one hash. */
final class LabeledKdf {
    static final int HASH_SIZE_BYTES = 32;

    private static final byte[] VERSION = ascii("HPKE-v1");

    private final byte[] suite;

    LabeledKdf(byte[] suite) {
        this.suite = suite;
    }

    /** LabeledExtract. */
    byte[] extract(byte[] salt, String label, byte[] input) {
        return Hmac.sha256(salt, VERSION, suite, ascii(label), input);
    }

    /** LabeledExpand to {@code sizeBytes}, at most {@link #HASH_SIZE_BYTES}. */
    byte[] expand(byte[] key, String label, byte[] info, int sizeBytes) {
        byte[] size = {(byte) (sizeBytes >>> 8), (byte) sizeBytes};
        byte[] first = Hmac.sha256(
                key, size, VERSION, suite, ascii(label), info, new byte[] {1}); // RFC 5869 section 2.3, T(1)
        byte[] result = new byte[sizeBytes];
        System.arraycopy(first, 0, result, 0, sizeBytes);
        return result;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
