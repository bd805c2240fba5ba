package io.signet.jetson.internal;

import io.signet.jetson.Crop;
import io.signet.jetson.Picture;
import io.signet.jetson.PixelFormat;
import io.signet.jetson.Recipe;
import io.signet.jetson.TensorShape;
import java.nio.ByteBuffer;

/** A recipe as the native library reads it (recipeOf in jni_support.cpp), and its buffers checked. */
final class RecipeCodec {
    private static final int CHANNELS_MAX = 3;

    private RecipeCodec() {}

    static int[] numbers(Recipe recipe) {
        Picture picture = recipe.picture();
        Crop crop = recipe.crop();
        TensorShape tensor = recipe.tensor();
        return new int[] {
            code(picture.format()),
            picture.width(),
            picture.height(),
            picture.rowBytes(),
            picture.chromaOffsetBytes(),
            crop.x(),
            crop.y(),
            crop.width(),
            crop.height(),
            tensor.width(),
            tensor.height(),
            code(tensor.channels()),
            code(tensor.order()),
            code(tensor.element())
        };
    }

    // The numbers of arithmetic.h.

    private static int code(PixelFormat format) {
        return switch (format) {
            case NV12_BT601 -> 0;
            case NV12_BT709 -> 1;
            case RGB -> 2;
            case GREY -> 3;
        };
    }

    private static int code(TensorShape.Channels channels) {
        return switch (channels) {
            case RGB -> 0;
            case BGR -> 1;
            case GREY -> 2;
        };
    }

    private static int code(TensorShape.Order order) {
        return switch (order) {
            case NHWC -> 0;
            case NCHW -> 1;
        };
    }

    private static int code(TensorShape.Element element) {
        return switch (element) {
            case FLOAT32 -> 0;
            case UINT8 -> 1;
            case INT8 -> 2;
        };
    }

    static float[] factors(Recipe recipe) {
        float[] factors = new float[2 * CHANNELS_MAX];
        for (int i = 0; i < recipe.scales().size(); i++) {
            factors[i] = recipe.scales().get(i).multiply();
            factors[CHANNELS_MAX + i] = recipe.scales().get(i).add();
        }
        return factors;
    }

    /** The part of {@code picture} from its position on. */
    static ByteBuffer source(Recipe recipe, ByteBuffer picture) {
        return part("picture", picture, recipe.picture().bytes());
    }

    /** The part of {@code tensor} from its position on. */
    static ByteBuffer target(Recipe recipe, ByteBuffer tensor) {
        if (tensor.isReadOnly()) {
            throw new IllegalArgumentException("the tensor's buffer is read-only");
        }
        return part("tensor", tensor, recipe.tensor().bytes());
    }

    private static ByteBuffer part(String what, ByteBuffer buffer, long bytes) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the " + what + " must be a direct buffer");
        }
        if (buffer.remaining() < bytes) {
            throw new IllegalArgumentException(
                    "the " + what + " takes " + bytes + " bytes, its buffer has " + buffer.remaining());
        }
        return buffer.slice();
    }
}
