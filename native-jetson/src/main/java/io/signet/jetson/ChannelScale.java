package io.signet.jetson;

/**
 * What makes a value of a level: {@code value = level * multiply + add}, in 32-bit floats, each operation rounded by itself.
 * A level is 0 to 255, with a fraction where the picture is resized.
 *
 * @param multiply -1e6 to 1e6
 * @param add -1e6 to 1e6
 */
public record ChannelScale(float multiply, float add) {
    /** The level itself. */
    public static final ChannelScale LEVELS = new ChannelScale(1, 0);

    private static final float MAX = 1e6f;

    /** @throws IllegalArgumentException if a value is out of range or no number */
    public ChannelScale {
        if (!(Math.abs(multiply) <= MAX) || !(Math.abs(add) <= MAX)) {
            throw new IllegalArgumentException("multiply and add must be -1e6 to 1e6, not " + multiply + " and " + add);
        }
    }

    /**
     * {@code (level - mean) / deviation}.
     *
     * @param mean in levels
     * @param deviation in levels, not 0
     */
    public static ChannelScale normalised(double mean, double deviation) {
        return new ChannelScale((float) (1 / deviation), (float) (-mean / deviation));
    }

    /**
     * What an integer tensor holds for this value: {@code value / scale + zeroPoint}, as quantised models define it.
     *
     * @param scale of the model's input, not 0
     * @param zeroPoint of the model's input, in its integers
     */
    public ChannelScale quantised(double scale, int zeroPoint) {
        return new ChannelScale((float) (multiply / scale), (float) (add / scale + zeroPoint));
    }
}
