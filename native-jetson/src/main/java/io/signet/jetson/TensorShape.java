package io.signet.jetson;

import io.signet.jetson.internal.Ranges;

/**
 * How the tensor of one picture lies in memory, row-major and without gaps: {@code [height, width, channels]} or
 * {@code [channels, height, width]}, in the machine's byte order.
 *
 * @param width 1 to {@value Picture#SIDE_MAX}
 * @param height 1 to {@value Picture#SIDE_MAX}
 * @param channels which channels, in which order
 * @param order where the channels are
 * @param element what one value is
 */
public record TensorShape(int width, int height, Channels channels, Order order, Element element) {
    /** Which channels, in which order. */
    public enum Channels {
        /** Red, green, blue. A grey picture gives three alike. */
        RGB(3),
        /** Blue, green, red. A grey picture gives three alike. */
        BGR(3),
        /** One; of RGB: 0.299 R + 0.587 G + 0.114 B, of NV12: Y. */
        GREY(1);

        private final int count;

        Channels(int count) {
            this.count = count;
        }

        /** How many values a pixel has. */
        public int count() {
            return count;
        }
    }

    /** Where the channels are. */
    public enum Order {
        /** The channels of a pixel together. */
        NHWC,
        /** The pixels of a channel together. */
        NCHW
    }

    /** What one value is. */
    public enum Element {
        /** IEEE 754, 32 bits. */
        FLOAT32(4),
        /** 0 to 255; the value is rounded to the nearest, halves to even, and held within. */
        UINT8(1),
        /** -128 to 127; the value is rounded to the nearest, halves to even, and held within. */
        INT8(1);

        private final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }

        /** How many bytes it takes. */
        public int bytes() {
            return bytes;
        }
    }

    /** @throws IllegalArgumentException if a value is out of range; the message says what is allowed */
    public TensorShape {
        Ranges.require("tensor width", width, 1, Picture.SIDE_MAX);
        Ranges.require("tensor height", height, 1, Picture.SIDE_MAX);
    }

    /** How many bytes the tensor takes. */
    public long bytes() {
        return (long) width * height * channels.count() * element.bytes();
    }
}
