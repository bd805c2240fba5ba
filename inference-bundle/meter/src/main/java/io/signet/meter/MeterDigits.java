package io.signet.meter;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.nio.charset.StandardCharsets;

/**
 * The trained model {@code meter-digits} that comes with this bundle: a signed model package, its digest, and the key of
 * the publisher who signed it. The key's private half was thrown away.
 */
public final class MeterDigits {
    /** Name of the package's file. */
    public static final String FILE_NAME = "meter-digits.signet";

    private MeterDigits() {}

    /** The package: a whole {@code .signet} file, less than 2 MB. */
    public static Bytes packageFile() {
        return Resources.read(FILE_NAME);
    }

    /** The package's digest, which statements about this model carry. */
    public static Digest digest() {
        return Digest.fromHex(text("meter-digits.digest"));
    }

    /** The publisher's Ed25519 public key: 32 bytes as 64 hexadecimal digits, as trust files list it. */
    public static String publisher() {
        return text("meter-digits.publisher");
    }

    private static String text(String name) {
        return new String(Resources.read(name).toArray(), StandardCharsets.US_ASCII).strip();
    }
}
