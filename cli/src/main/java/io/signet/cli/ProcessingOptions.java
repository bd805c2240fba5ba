package io.signet.cli;

import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.OutputStep;
import io.signet.inference.model.PictureInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is to be done before and after a model, and how closely its answers must agree. */
final class ProcessingOptions {
    @Option(
            names = "--picture",
            paramLabel = "TENSOR=WxH,WORDS",
            description = {
                "How a picture becomes a row of an input: its size, then grey, rgb or bgr; nhwc or nchw; stretch,"
                        + " crop:PERMILLE (of the largest part in the middle) or letterbox:LEVEL (0 to 255, around it); levels (0"
                        + " to 255), unit (0 to 1), or mean:X and deviation:X, in levels, of all channels or joined by '/'."
                        + " x=224x224,rgb,nchw,crop:875,mean:123.675/116.28/103.53,deviation:58.395/57.12/57.375 is one."
            })
    private Optional<String> picture = Optional.empty();

    @Option(
            names = "--post",
            paramLabel = "STEP",
            description = {
                "What each node does with the outputs before anyone gets them: softmax(TENSOR), top(TENSOR,k=COUNT), or"
                        + " nms(BOXES,SCORES,corners|centre,iou=X,score=X,max=COUNT), which keeps the best of boxes that"
                        + " overlap. May be repeated; steps are done in this order."
            })
    private List<String> steps = new ArrayList<>();

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description =
                    "By how much the model's own outputs may differ between engines, absolutely; a decimal number.")
    private Optional<String> tolerance = Optional.empty();

    @Option(
            names = "--tolerance-relative",
            paramLabel = "X",
            description = "By how much they may differ besides, as a fraction of the larger of two values.")
    private Optional<String> toleranceRelative = Optional.empty();

    /** @throws IllegalArgumentException if it is malformed */
    Optional<PictureInput> picture() {
        return picture.map(PictureInput::parse);
    }

    /** @throws IllegalArgumentException if one is malformed */
    List<OutputStep> steps() {
        return steps.stream().map(OutputStep::parse).toList();
    }

    /** Writes the tolerances into a package. */
    void setTolerance(ModelPackageWriter writer) {
        tolerance.ifPresent(x -> writer.property(Manifest.TOLERANCE, x));
        toleranceRelative.ifPresent(x -> writer.property(Manifest.TOLERANCE_RELATIVE, x));
    }
}
