package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.spi.TensorSpec;
import io.signet.statement.DataType;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a package may say of pictures and of steps, and what it may not. */
final class ProcessingTest {
    private static TensorSpec floats(String name, Long... shape) {
        return new TensorSpec(name, DataType.FP32, List.of(shape));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x=224x224,rgb,nchw,crop:875,mean:123.675/116.28/103.53,deviation:58.395/57.12/57.375",
                "x=640x480,bgr,nhwc,letterbox:114,unit",
                "a=b=1x8192,grey,nhwc,stretch,levels",
                "x=28x28,grey,nchw,crop:1000,mean:127.5,deviation:0.001"
            })
    void picture_readAsItIsWritten(String text) throws Exception {
        PictureInput picture = PictureInput.parse(text);
        assertThat(picture).hasToString(text);
        CborWriter writer = new CborWriter();
        PictureCodec.write(writer, Optional.of(picture));
        assertThat(PictureCodec.read(new CborReader(writer.toBytes()))).contains(picture);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x | described as TENSOR=WIDTHxHEIGHT
                    x=224 | WIDTHxHEIGHT in pixels
                    x=0x1,grey,nhwc,stretch,unit | width of the picture = 0
                    x=2x2,nhwc,stretch,unit | say how its channels are: grey, rgb or bgr
                    x=2x2,grey,stretch,unit | say how its channels lie: nhwc or nchw
                    x=2x2,grey,nhwc,unit | say how it is fitted
                    x=2x2,grey,nhwc,stretch | say how levels become values
                    x=2x2,grey,nhwc,stretch,mean:1 | say how levels become values
                    x=2x2,grey,rgb,nhwc,stretch,unit | said twice
                    x=2x2,grey,nhwc,stretch,unit,mean:1 | said twice
                    x=2x2,rgb,nhwc,stretch,mean:1/2,deviation:1 | there are 3 channels, not 2
                    x=2x2,grey,nhwc,stretch,mean:1,deviation:0 | deviation in millionths of a level = 0
                    x=2x2,grey,nhwc,stretch,mean:1e999999999,deviation:1 | at most 6 decimals
                    x=2x2,grey,nhwc,stretch,mean:0.0000001,deviation:1 | at most 6 decimals
                    x=2x2,grey,nhwc,stretch,mean:1000,deviation:0.000001 | less than 1000000 times its deviation
                    x=2x2,grey,nhwc,crop:1001,unit | permille of a crop = 1001
                    x=2x2,grey,nhwc,letterbox:-1,unit | takes a whole number
                    x=2x2,grey,nhwc,zoom,unit | 'zoom' says nothing of a picture
                    """)
    void picture_wronglyDescribed_isRefusedWithWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> PictureInput.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "softmax(y)",
                "top(y,k=5)",
                "nms(b,s,corners,iou=0.45,score=0.25,max=100)",
                "nms(b,s,centre,iou=1,score=0,max=1)"
            })
    void step_readAsItIsWritten(String text) throws Exception {
        OutputStep step = OutputStep.parse(text);
        assertThat(step).hasToString(text);
        CborWriter writer = new CborWriter();
        OutputStepCodec.write(writer, List.of(step));
        assertThat(OutputStepCodec.read(new CborReader(writer.toBytes()))).containsExactly(step);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sigmoid(y) | a step is softmax(TENSOR), top(TENSOR,k=COUNT) or nms(
                    softmax y | a step is
                    softmax(y,z) | a step is
                    top(y,5) | a step is
                    top(y,k=0) | k of top = 0
                    nms(b,s,round,iou=0.5,score=0.5,max=1) | a step is
                    nms(b,b,corners,iou=0.5,score=0.5,max=1) | two outputs
                    nms(b,s,corners,iou=1.5,score=0.5,max=1) | iou of nms in millionths = 1500000
                    nms(b,s,corners,iou=0.5,score=1e9,max=1) | score of nms in millionths
                    nms(b,s,corners,iou=0.5,score=0.5,max=1001) | max of nms = 1001
                    """)
    void step_wronglyDescribed_isRefusedWithWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> OutputStep.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static ModelInterface contract(List<TensorSpec> outputs, String... steps) {
        return new ModelInterface(
                List.of(floats("x", -1L, 3L, 4L, 2L)),
                outputs,
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(steps).stream().map(OutputStep::parse).toList());
    }

    @Test
    void results_areWhatTheStepsMakeOfTheOutputs() {
        assertThat(contract(List.of(floats("y", -1L, 10L), floats("z", -1L)), "softmax(y)", "top(y,k=3)")
                        .results())
                .containsExactly(
                        floats("z", -1L),
                        floats("y", -1L, 3L),
                        new TensorSpec("y.class", DataType.INT32, List.of(-1L, 3L)));
        assertThat(contract(
                                List.of(floats("b", 1L, -1L, 4L), floats("s", 1L, -1L, 80L)),
                                "nms(b,s,corners,iou=0.5,score=0.5,max=7)")
                        .results())
                .containsExactly(
                        floats("b", 1L, 7L, 4L),
                        new TensorSpec("b.count", DataType.INT32, List.of(1L)),
                        floats("s", 1L, 7L),
                        new TensorSpec("s.class", DataType.INT32, List.of(1L, 7L)));
    }

    @Test
    void stepsThatDoNotFit_areRefusedWithTheReason() {
        List<TensorSpec> outputs = List.of(
                floats("y", -1L, 10L),
                floats("rows", -1L),
                floats("y.class", -1L, 1L),
                floats("any", -1L, -1L),
                new TensorSpec("n", DataType.INT32, List.of(-1L, 10L)));
        assertRefused(outputs, "softmax(q)", "'q', which is not among");
        assertRefused(outputs, "softmax(rows)", "along the last dimension of a row's FP32 values");
        assertRefused(outputs, "softmax(n)", "along the last dimension of a row's FP32 values");
        assertRefused(outputs, "top(y,k=11)", "whose last dimension must be known and no smaller");
        assertRefused(outputs, "top(any,k=1)", "whose last dimension must be known and no smaller");
        assertRefused(outputs, "top(y,k=2)", "two results have the name 'y.class'");
        assertRefused(outputs, "nms(y,any,corners,iou=0,score=0,max=1)", "nms takes boxes [row, box, 4]");
    }

    private static void assertRefused(List<TensorSpec> outputs, String step, String reason) {
        assertThatThrownBy(() -> contract(outputs, step))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void pictureThatDoesNotFitItsInput_isRefusedWithTheReason() {
        assertThatThrownBy(() -> picture("x=4x3,rgb,nhwc,stretch,unit", floats("x", -1L, 3L, 4L, 1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a picture 4 wide and 3 high, rgb, nhwc is [1, 3, 4, 3]");
        assertThatThrownBy(() -> picture(
                        "x=4x3,rgb,nhwc,stretch,unit", new TensorSpec("x", DataType.FP64, List.of(-1L, 3L, 4L, 3L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a picture becomes FP32, UINT8 or INT8");
        assertThat(picture("x=4x3,rgb,nchw,stretch,unit", floats("x", -1L, 3L, -1L, -1L))
                        .fittingPicture())
                .isPresent();
        assertThat(picture("x=4x3,grey,nchw,stretch,levels", floats("x", 1L, 3L, 4L))
                        .fittingPicture())
                .isPresent();
    }

    /** Packages from before that hold such a picture stay valid; what can't be done with it is not done. */
    @Test
    void plainGreyPictureThatDoesNotFit_isNoneThatIsUsed() {
        ModelInterface old = Packages.contract(2);
        assertThat(old.picture()).contains(PictureInput.grey("x", 2, 1));
        assertThat(old.fittingPicture()).isEmpty();
    }

    private static ModelInterface picture(String text, TensorSpec input) {
        return new ModelInterface(
                List.of(input), List.of(floats("y", -1L)), List.of(), Optional.of(PictureInput.parse(text)), List.of());
    }

    @Test
    void whatANewerFirmwareKnows_isRefusedHere() {
        CborWriter step = new CborWriter()
                .startArray(1)
                .startArray(2)
                .writeText("sigmoid")
                .writeText("y");
        assertThatThrownBy(() -> OutputStepCodec.read(new CborReader(step.toBytes())))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("the step 'sigmoid' with 1 parameters is not known here")
                .hasMessageContaining("newer firmware");
        CborWriter none = new CborWriter().startArray(0);
        assertThatThrownBy(() -> OutputStepCodec.read(new CborReader(none.toBytes())))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void plainGreyPicture_hasOneForm() {
        CborWriter longForm = new CborWriter()
                .startArray(7)
                .writeText("x")
                .writeText("grey")
                .writeInt(2)
                .writeInt(1)
                .startArray(1)
                .writeText("stretch")
                .writeText("nhwc")
                .startArray(1)
                .startArray(2)
                .writeInt(0)
                .writeInt(255_000_000);
        assertThatThrownBy(() -> PictureCodec.read(new CborReader(longForm.toBytes())))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("a short form has no other");
    }
}
