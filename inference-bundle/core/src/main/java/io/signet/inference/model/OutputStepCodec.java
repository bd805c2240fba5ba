package io.signet.inference.model;

import io.signet.inference.model.OutputStep.BoxForm;
import io.signet.inference.model.OutputStep.Softmax;
import io.signet.inference.model.OutputStep.Suppress;
import io.signet.inference.model.OutputStep.Top;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest's entry on steps: an array of {@code ["softmax", tensor]}, {@code ["top", tensor, count]} and
 * {@code ["nms", boxes, scores, form, iou, score, count]}. A step that is not known is no step that may be left out.
 */
final class OutputStepCodec {
    private static final int MILLION = 1_000_000;

    private OutputStepCodec() {}

    static void write(CborWriter writer, List<OutputStep> steps) {
        writer.startArray(steps.size());
        for (OutputStep step : steps) {
            if (step instanceof Softmax softmax) {
                writer.startArray(2).writeText("softmax").writeText(softmax.tensor());
            } else if (step instanceof Top top) {
                writer.startArray(3).writeText("top").writeText(top.tensor()).writeInt(top.count());
            } else if (step instanceof Suppress nms) {
                writer.startArray(7).writeText("nms").writeText(nms.boxes()).writeText(nms.scores());
                writer.writeText(ManifestCodec.wireName(nms.form()));
                writer.writeInt(nms.iouMillionths())
                        .writeInt(nms.scoreMillionths())
                        .writeInt(nms.count());
            }
        }
    }

    static List<OutputStep> read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int count = ManifestCodec.readCount(reader, "steps", ModelInterface.STEPS_MAX);
        if (count == 0) {
            throw new MalformedException("a manifest without steps has no entry for them", start);
        }
        List<OutputStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(readStep(reader));
        }
        return steps;
    }

    private static OutputStep readStep(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int items = reader.readArraySize();
        String name = reader.readText(32);
        return switch (name + items) {
            case "softmax2" -> new Softmax(tensor(reader));
            case "top3" -> new Top(tensor(reader), (int) reader.readInt(1, Top.COUNT_MAX));
            case "nms7" ->
                new Suppress(
                        tensor(reader),
                        tensor(reader),
                        ManifestCodec.readEnum(reader, BoxForm.values()),
                        (int) reader.readInt(0, MILLION),
                        (int) reader.readInt(0, MILLION),
                        (int) reader.readInt(1, Suppress.COUNT_MAX));
            default ->
                throw new MalformedException(
                        "the step '" + name + "' with " + (items - 1)
                                + " parameters is not known here: it may be for a newer firmware",
                        start);
        };
    }

    private static String tensor(CborReader reader) throws MalformedException {
        return reader.readText(TensorSpec.NAME_CHARS_MAX);
    }
}
