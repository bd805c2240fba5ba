package io.signet.gateway.internal;

import io.signet.inference.model.PictureInput;
import io.signet.jetson.Crop;
import io.signet.jetson.Picture;
import io.signet.jetson.TensorShape;

/** Which part of a picture goes to which part of a row: docs/model-packages.md, "Pictures". Whole numbers, rounded down. */
final class PictureFit {
    private static final int PERMILLE = 1000;

    private PictureFit() {}

    /** The part of {@code picture} that a row of {@code input} shows, which is not letterboxed. */
    static Crop crop(PictureInput input, Picture picture) {
        if (!(input.fit() instanceof PictureInput.Crop crop)) {
            return Crop.whole(picture);
        }
        int width = (int) Math.max(
                1,
                Math.min(picture.width(), (long) picture.height() * input.widthPixels() / input.heightPixels())
                        * crop.permille()
                        / PERMILLE);
        int height = (int) Math.max(
                1,
                Math.min(picture.height(), (long) picture.width() * input.heightPixels() / input.widthPixels())
                        * crop.permille()
                        / PERMILLE);
        return new Crop((picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
    }

    /** The part of the row {@code whole} in which all of {@code picture} is, in its own proportions. */
    static TensorShape letterbox(Picture picture, TensorShape whole) {
        long width = Math.min(whole.width(), (long) picture.width() * whole.height() / picture.height());
        long height = Math.min(whole.height(), (long) picture.height() * whole.width() / picture.width());
        return new TensorShape(
                (int) Math.max(1, width), (int) Math.max(1, height), whole.channels(), whole.order(), whole.element());
    }
}
