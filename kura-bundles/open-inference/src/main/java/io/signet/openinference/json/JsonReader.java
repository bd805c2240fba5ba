package io.signet.openinference.json;

import io.signet.statement.MalformedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) item by item from bytes in memory. Strict: nothing is repaired, nesting is bounded, and every fault is a
 * {@link MalformedException} with its place. Not thread-safe.
 */
public final class JsonReader {
    /** Deepest nesting of arrays and objects. */
    public static final int DEPTH_MAX = 32;

    private static final int NAME_CHARS_MAX = 256;
    private static final int MEMBERS_MAX = 1024;

    private final byte[] text;
    private final int end;
    private int at;
    private int depth;
    /** A bit for each level: nothing was read of it yet. */
    private long fresh;
    /** The names of each level's object so far: readers differ in which of two members of one name they believe. */
    private final List<Set<String>> names = new ArrayList<>();

    /** Reads {@code text[from, to)}, which nobody may change meanwhile. */
    public JsonReader(byte[] text, int from, int to) {
        Objects.checkFromToIndex(from, to, text.length);
        this.text = text;
        this.at = from;
        this.end = to;
    }

    /** Reads all of {@code text}. */
    public JsonReader(byte[] text) {
        this(text, 0, text.length);
    }

    /** Where the next item, or white space before it, begins. */
    public int offset() {
        return at;
    }

    /** Number of bytes from {@link #offset()} on. */
    public int remaining() {
        return end - at;
    }

    /** A reader of the same text from {@code offset} on, which was {@link #offset()} before a value. */
    public JsonReader from(int offset) {
        return new JsonReader(text, offset, end);
    }

    /** What comes next. */
    public JsonKind peek() throws MalformedException {
        int next = peekByte();
        return switch (next) {
            case '{' -> JsonKind.OBJECT;
            case '[' -> JsonKind.ARRAY;
            case '"' -> JsonKind.STRING;
            case 't', 'f' -> JsonKind.BOOLEAN;
            case 'n' -> JsonKind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonKind.NUMBER;
            default -> throw malformed("expected a value");
        };
    }

    /** Enters an object; {@link #nextName} follows. */
    public void beginObject() throws MalformedException {
        enter('{', "an object");
        while (names.size() < depth) {
            names.add(new HashSet<>());
        }
        names.get(depth - 1).clear();
    }

    /** The name of the next member, whose value must be read; empty at the object's end, which is left. */
    public Optional<String> nextName() throws MalformedException {
        if (ends('}')) {
            return Optional.empty();
        }
        if (peekByte() != '"') {
            throw malformed("expected a name in quotation marks");
        }
        String name = readString(NAME_CHARS_MAX);
        Set<String> before = names.get(depth - 1);
        if (!before.add(name)) {
            throw malformed("the name '" + name + "' is there twice");
        }
        if (before.size() > MEMBERS_MAX) {
            throw malformed("an object has more than " + MEMBERS_MAX + " members");
        }
        if (peekByte() != ':') {
            throw malformed("expected a colon after a name");
        }
        at++;
        return Optional.of(name);
    }

    /** Enters an array; {@link #nextElement} follows. */
    public void beginArray() throws MalformedException {
        enter('[', "an array");
    }

    /** True if there is another element, which must be read; at the array's end, which is left, false. */
    public boolean nextElement() throws MalformedException {
        return !ends(']');
    }

    private void enter(char open, String what) throws MalformedException {
        if (peekByte() != open) {
            throw malformed("expected " + what);
        }
        if (depth == DEPTH_MAX) {
            throw malformed("nested deeper than " + DEPTH_MAX);
        }
        at++;
        depth++;
        fresh |= 1L << depth;
    }

    private boolean ends(char close) throws MalformedException {
        int next = peekByte();
        boolean first = (fresh & 1L << depth) != 0;
        if (next == close) {
            at++;
            depth--;
            return true;
        }
        if (first) {
            fresh &= ~(1L << depth);
        } else if (next == ',') {
            at++;
        } else {
            throw malformed("expected a comma or '" + close + "'");
        }
        return false;
    }

    /**
     * Reads a text.
     *
     * @throws MalformedException if the next value is anything else, or has more than {@code charsMax} characters
     */
    public String readString(int charsMax) throws MalformedException {
        if (peekByte() != '"') {
            throw malformed("expected a text in quotation marks");
        }
        JsonText read = JsonText.read(text, at + 1, end, charsMax);
        at = read.end();
        return read.value();
    }

    /** Reads {@code true} or {@code false}. */
    public boolean readBoolean() throws MalformedException {
        int next = peekByte();
        if (next == 't') {
            expectWord("true");
            return true;
        }
        expectWord("false");
        return false;
    }

    /** Reads {@code null}. */
    public void readNull() throws MalformedException {
        expectWord("null");
    }

    private void expectWord(String word) throws MalformedException {
        peekByte();
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || text[at + i] != word.charAt(i)) {
                throw malformed("expected " + word);
            }
        }
        at += word.length();
    }

    /** Reads a number, which is any that RFC 8259 section 6 allows. */
    public JsonNumber readNumber() throws MalformedException {
        peekByte();
        JsonNumber number = JsonNumber.read(text, at, end);
        at = number.end();
        return number;
    }

    /**
     * Reads a whole number.
     *
     * @throws MalformedException if the next value is anything else, or not {@code min} to {@code max}
     */
    public long readLong(long min, long max) throws MalformedException {
        int start = at;
        long value = readNumber().toLong();
        if (value < min || value > max) {
            throw new MalformedException(value + " is not " + min + " to " + max, start);
        }
        return value;
    }

    /** Skips the next value, which must be well-formed, whatever it is. */
    public void skipValue() throws MalformedException {
        switch (peek()) {
            case OBJECT -> {
                beginObject();
                while (nextName().isPresent()) {
                    skipValue();
                }
            }
            case ARRAY -> {
                beginArray();
                while (nextElement()) {
                    skipValue();
                }
            }
            case STRING -> at = JsonText.skip(text, at + 1, end);
            case NUMBER -> readNumber();
            case BOOLEAN -> readBoolean();
            case NULL -> readNull();
        }
    }

    /** Refuses anything but white space. */
    public void expectEnd() throws MalformedException {
        skipSpace();
        if (at < end) {
            throw malformed("expected nothing more");
        }
    }

    private int peekByte() throws MalformedException {
        skipSpace();
        if (at >= end) {
            throw malformed("the text ends too early");
        }
        return text[at];
    }

    private void skipSpace() {
        while (at < end && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    /** A fault at the place that is read next. */
    public MalformedException malformed(String reason) {
        return new MalformedException(reason, at);
    }
}
