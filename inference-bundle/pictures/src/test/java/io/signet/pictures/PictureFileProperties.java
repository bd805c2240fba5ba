package io.signet.pictures;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PictureFileProperties {
    private static final byte[] PNG = Files.argbPng(8, new int[64]);
    private static final byte[] JPEG = Files.jpeg(8, new int[64]);

    private static boolean isDecoded(byte[] file) {
        try (PictureFile picture = PictureFile.open(file)) {
            picture.decode(1, () -> false);
            return true;
        } catch (PictureException e) {
            return false;
        }
    }

    /** All bytes after the signature are under a checksum, but for a chunk's length, which leads to another checksum. */
    @Property(tries = 300)
    boolean changedByteOfAPng_isRefused(@ForAll @IntRange(max = 1_000_000) int at, @ForAll byte value) {
        byte[] file = PNG.clone();
        int index = at % file.length;
        boolean changed = file[index] != value;
        file[index] = value;
        return isDecoded(file) != changed;
    }

    @Property(tries = 200)
    boolean truncatedAnywhere_isRefused(@ForAll boolean png, @ForAll @IntRange(max = 1_000_000) int size) {
        byte[] whole = png ? PNG : JPEG;
        return !isDecoded(Arrays.copyOf(whole, size % whole.length));
    }
}
