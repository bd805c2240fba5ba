package io.signet.cli;

import io.signet.statement.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A small change of a file.
 *
 * @param place in bytes from the file's start
 * @param value of the byte that is inserted, or what is added to one by exclusive or
 */
record Edit(Kind kind, int place, int value) {
    /** Leaves the file as it is. */
    static final Edit NONE = new Edit(Kind.KEEP, 0, 0);

    /** What is changed. */
    enum Kind {
        KEEP,
        XOR,
        INSERT,
        DELETE,
        CUT
    }

    /** One of each {@code stride} bytes changed, and some bytes inserted, deleted and cut off. */
    static List<Edit> of(Bytes sample, int stride, int others, RandomGenerator random) {
        List<Edit> edits = new ArrayList<>();
        for (int place = random.nextInt(stride); place < sample.size(); place += stride) {
            edits.add(
                    new Edit(Kind.XOR, place, random.nextBoolean() ? 1 << random.nextInt(8) : random.nextInt(1, 256)));
        }
        for (int i = 0; i < others; i++) {
            edits.add(new Edit(Kind.INSERT, random.nextInt(sample.size() + 1), random.nextInt(256)));
            edits.add(new Edit(Kind.DELETE, random.nextInt(sample.size()), 0));
            edits.add(new Edit(Kind.CUT, random.nextInt(sample.size()), 0));
        }
        edits.add(new Edit(Kind.INSERT, sample.size(), '\n'));
        return edits;
    }

    /** The changed file. */
    Bytes apply(Bytes sample) {
        byte[] before = sample.toArray();
        ByteArrayOutputStream after = new ByteArrayOutputStream(before.length + 1);
        after.write(before, 0, kind == Kind.KEEP ? before.length : place);
        switch (kind) {
            case XOR -> {
                after.write(before[place] ^ value);
                after.write(before, place + 1, before.length - place - 1);
            }
            case INSERT -> {
                after.write(value);
                after.write(before, place, before.length - place);
            }
            case DELETE -> after.write(before, place + 1, before.length - place - 1);
            case CUT, KEEP -> {}
        }
        return Bytes.copyOf(after.toByteArray());
    }
}
