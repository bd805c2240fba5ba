package io.signet.jetson;

import io.signet.jetson.internal.Ranges;
import java.util.Collections;
import java.util.List;

/**
 * How a tensor is made of a picture: cut out, resized between half-pixel centres with bilinear weights, converted, scaled,
 * rounded and laid out in one pass. docs/native.md has the exact arithmetic; every path gives the same bits.
 *
 * @param picture how the picture lies in memory
 * @param crop the part that is used
 * @param tensor how the tensor lies in memory
 * @param scales one for each channel of the tensor, in its order
 */
public record Recipe(Picture picture, Crop crop, TensorShape tensor, List<ChannelScale> scales) {
    /** @throws IllegalArgumentException if the crop leaves the picture or the number of scales is not that of channels */
    public Recipe {
        scales = List.copyOf(scales);
        Ranges.require("crop width", crop.width(), 1, picture.width());
        Ranges.require("crop height", crop.height(), 1, picture.height());
        Ranges.require("crop x", crop.x(), 0, picture.width() - crop.width());
        Ranges.require("crop y", crop.y(), 0, picture.height() - crop.height());
        int channels = tensor.channels().count();
        Ranges.require("number of scales", scales.size(), channels, channels);
    }

    /** The whole picture, with one scale for all channels. */
    public static Recipe of(Picture picture, TensorShape tensor, ChannelScale scale) {
        return new Recipe(
                picture,
                Crop.whole(picture),
                tensor,
                Collections.nCopies(tensor.channels().count(), scale));
    }
}
