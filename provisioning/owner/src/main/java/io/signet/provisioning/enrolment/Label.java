package io.signet.provisioning.enrolment;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.math.BigInteger;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What is printed on a box: a code of 128 random bits that only whoever has the box knows, and the box itself. As text seven
 * groups of four characters, of which the last three are a checksum; a QR code holds the same after {@value #QR_PREFIX}.
 * Whoever reads it with {@link #parse} need not care for case, blanks and dashes, nor for O and 0, I, L and 1.
 */
public final class Label {
    /** Size of the code. */
    public static final int CODE_BYTES = 16;

    /** What a label's QR code begins with. */
    public static final String QR_PREFIX = "SIGNET:";

    /** Crockford's alphabet: digits and letters without I, L, O and U. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BITS_OF_CHARACTER = 5;
    private static final int CHECK_BITS = 12;
    private static final int CHARACTERS = (8 * CODE_BYTES + CHECK_BITS) / BITS_OF_CHARACTER;
    private static final int GROUP = 4;

    /** Blanks and dashes included; nothing longer is looked into. */
    private static final int TEXT_CHARS_MAX = 128;

    private final Bytes code;

    private Label(Bytes code) {
        this.code = code;
    }

    /**
     * A new label.
     *
     * @param random a {@link java.security.SecureRandom}
     */
    public static Label draw(RandomGenerator random) {
        return new Label(Bytes.random(random, CODE_BYTES));
    }

    /**
     * Reads what somebody typed or scanned.
     *
     * @throws IllegalArgumentException if it is no label's text, or has a typing error; the message never repeats it
     */
    public static Label parse(String text) {
        if (text.length() > TEXT_CHARS_MAX) {
            throw new IllegalArgumentException("a label's code has " + CHARACTERS + " characters, not more than "
                    + TEXT_CHARS_MAX + " with blanks");
        }
        String plain = text.strip().toUpperCase(Locale.ROOT);
        if (plain.startsWith(QR_PREFIX)) {
            plain = plain.substring(QR_PREFIX.length());
        }
        plain = plain.replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (plain.length() != CHARACTERS) {
            throw new IllegalArgumentException(
                    "a label's code has " + CHARACTERS + " characters, this one " + plain.length());
        }
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < CHARACTERS; i++) {
            int digit = ALPHABET.indexOf(plain.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("character " + (i + 1) + " of the label's code is none of "
                        + ALPHABET + "; look at the label again");
            }
            number = number.shiftLeft(BITS_OF_CHARACTER).or(BigInteger.valueOf(digit));
        }
        Label label = new Label(fixed(number.shiftRight(CHECK_BITS)));
        if (!label.number().equals(number)) {
            throw new IllegalArgumentException("the label's code has a typing error: compare it with the label again");
        }
        return label;
    }

    private static Bytes fixed(BigInteger number) {
        byte[] code = new byte[CODE_BYTES];
        byte[] minimal = number.toByteArray();
        int sign = Math.max(0, minimal.length - CODE_BYTES);
        int length = minimal.length - sign;
        System.arraycopy(minimal, sign, code, CODE_BYTES - length, length);
        return Bytes.copyOf(code);
    }

    /** The code, then the first bits of the SHA-256 of a tag and the code. */
    private BigInteger number() {
        byte[] sum = Digest.sha256(Bytes.utf8("signet/label/check" + code.toHex()))
                .value()
                .range(0, 2)
                .toArray();
        int check = ((sum[0] & 0xff) << 4) | ((sum[1] & 0xff) >> 4);
        return new BigInteger(1, code.toArray()).shiftLeft(CHECK_BITS).or(BigInteger.valueOf(check));
    }

    /** Which label this is, for anyone to see. */
    public LabelId id() {
        return new LabelId(derived("id").range(0, LabelId.SIZE_BYTES));
    }

    /** What both sides of a first contact prove to know; the registrar keeps it in the place of the code. */
    public ClaimKey key() {
        return new ClaimKey(derived("key"));
    }

    private Bytes derived(String use) {
        return ClaimKey.mac(code, Bytes.utf8("signet/label/1/" + use));
    }

    /** The text to print: for whoever may know the code only. */
    public String text() {
        StringBuilder text = new StringBuilder();
        BigInteger number = number();
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                text.append('-');
            }
            int digit =
                    number.shiftRight(BITS_OF_CHARACTER * (CHARACTERS - 1 - i)).intValue() & (ALPHABET.length() - 1);
            text.append(ALPHABET.charAt(digit));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Label label && code.equals(label.code);
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    /** The id, never the code. */
    @Override
    public String toString() {
        return "label " + id();
    }
}
