package io.signet.meter;

import io.signet.statement.Bytes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HostilePictureProperties {
    private static final Bytes PNG = PictureFiles.meter().png();
    private static final Bytes JPEG = PictureFiles.meter().jpeg();

    private final MeterReader reader = new MeterReader();

    @Property(tries = 200)
    boolean changedByte_ofAPng_isRefused(@ForAll @IntRange(min = 8, max = 1_000_000) int at, @ForAll byte value) {
        byte[] file = PNG.toArray();
        int index = 8 + at % (file.length - 8);
        boolean changed = file[index] != value;
        file[index] = value;
        // All bytes after the signature are under a checksum, but for a chunk's length, which leads to another
        // checksum.
        return reader.split("hostile.png", Bytes.copyOf(file)) instanceof Split.Refused == changed;
    }

    @Property(tries = 150)
    boolean changedByte_ofAJpeg_isSplitOrRefused(@ForAll @IntRange(max = 1_000_000) int at, @ForAll byte value) {
        byte[] file = JPEG.toArray();
        file[at % file.length] = value;
        Split split = reader.split("hostile.jpg", Bytes.copyOf(file));
        return split.file().equals("hostile.jpg");
    }

    @Property(tries = 100)
    boolean truncated_anywhere_isRefused(@ForAll boolean png, @ForAll @IntRange(max = 1_000_000) int size) {
        Bytes whole = png ? PNG : JPEG;
        Bytes part = PictureFiles.truncated(whole, size % whole.size());
        return reader.split("cut", part) instanceof Split.Refused;
    }
}
