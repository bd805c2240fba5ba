package io.signet.openinference.json;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;

/**
 * A string of RFC 8259 section 7, read.
 *
 * @param end where what follows its closing quotation mark begins
 */
record JsonText(String value, int end) {
    /** Reads the one whose opening quotation mark is before {@code start}. */
    static JsonText read(byte[] text, int start, int end, int charsMax) throws MalformedException {
        StringBuilder value = new StringBuilder();
        int at = start;
        while (true) {
            int plain = at;
            while (at < end && text[at] != '"' && text[at] != '\\' && (text[at] < 0 || text[at] >= ' ')) {
                at++;
            }
            int from = plain;
            value.append(Bytes.copyOfRange(text, plain, at)
                    .decodeUtf8(0, at - plain)
                    .orElseThrow(() -> new MalformedException("a text is not valid UTF-8", from)));
            if (value.length() > charsMax) {
                throw new MalformedException("a text has more than " + charsMax + " characters", start);
            }
            if (at >= end) {
                throw new MalformedException("a text has no end", start);
            }
            if (text[at] == '"') {
                return new JsonText(requirePairs(value, start), at + 1);
            }
            if (text[at] != '\\') {
                throw new MalformedException("a control character in a text", at);
            }
            at = readEscape(text, at + 1, end, value);
        }
    }

    /** Where what follows the string begins; the string is checked like one that is read. */
    static int skip(byte[] text, int start, int end) throws MalformedException {
        return read(text, start, end, Integer.MAX_VALUE).end();
    }

    private static int readEscape(byte[] text, int at, int end, StringBuilder value) throws MalformedException {
        if (at >= end) {
            throw new MalformedException("a text has no end", at);
        }
        switch (text[at]) {
            case '"', '\\', '/' -> value.append((char) text[at]);
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'u' -> {
                value.append(readHex(text, at + 1, end));
                return at + 5;
            }
            default -> throw new MalformedException("there is no such escape in a text", at);
        }
        return at + 1;
    }

    private static char readHex(byte[] text, int at, int end) throws MalformedException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at + i < end ? Character.digit(text[at + i], 16) : -1;
            if (digit < 0) {
                throw new MalformedException("expected four hexadecimal digits", at);
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    /** Half of a surrogate pair, which only escapes can write, is no character. */
    private static String requirePairs(StringBuilder value, int start) throws MalformedException {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isSurrogate(value.charAt(i))) {
                if (i + 1 == value.length() || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
                    throw new MalformedException("half of a surrogate pair in a text", start);
                }
                i++;
            }
        }
        return value.toString();
    }
}
