package io.signet.jetson;

/** How a picture's pixels lie in memory. */
public enum PixelFormat {
    /** A plane of Y, then one of interleaved U and V for every 2 x 2 pixels; BT.601, limited range (16 to 235). */
    NV12_BT601(1),
    /** A plane of Y, then one of interleaved U and V for every 2 x 2 pixels; BT.709, limited range (16 to 235). */
    NV12_BT709(1),
    /** Three bytes a pixel: red, green, blue, 0 to 255 each. */
    RGB(3),
    /** One byte a pixel, 0 (black) to 255 (white). */
    GREY(1);

    private final int pixelBytes;

    PixelFormat(int pixelBytes) {
        this.pixelBytes = pixelBytes;
    }

    /** Bytes of one pixel in a row of the picture; of NV12: in a row of its first plane. */
    public int pixelBytes() {
        return pixelBytes;
    }

    /** Whether U and V lie in a plane of their own. */
    public boolean hasChromaPlane() {
        return this == NV12_BT601 || this == NV12_BT709;
    }
}
