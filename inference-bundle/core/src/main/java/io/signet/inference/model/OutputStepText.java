package io.signet.inference.model;

import io.signet.inference.model.OutputStep.BoxForm;
import io.signet.inference.model.OutputStep.Softmax;
import io.signet.inference.model.OutputStep.Suppress;
import io.signet.inference.model.OutputStep.Top;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An {@link OutputStep} as people write it: {@code top(y,k=5)}. */
final class OutputStepText {
    private static final int CHARS_MAX = 512;
    private static final Pattern CALL = Pattern.compile("([a-z]+)\\((.*)\\)");
    private static final String FORMS =
            "softmax(TENSOR), top(TENSOR,k=COUNT) or" + " nms(BOXES,SCORES,corners|centre,iou=X,score=X,max=COUNT)";

    private OutputStepText() {}

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static OutputStep parse(String text) {
        Matcher call = CALL.matcher(text);
        if (text.length() > CHARS_MAX || !call.matches()) {
            throw malformed(text);
        }
        List<String> given =
                Arrays.stream(call.group(2).split(",", -1)).map(String::strip).toList();
        return switch (call.group(1) + given.size()) {
            case "softmax1" -> new Softmax(given.get(0));
            case "top2" -> new Top(given.get(0), whole(text, "k", given.get(1)));
            case "nms6" ->
                new Suppress(
                        given.get(0),
                        given.get(1),
                        form(text, given.get(2)),
                        millionths(text, "iou", given.get(3)),
                        millionths(text, "score", given.get(4)),
                        whole(text, "max", given.get(5)));
            default -> throw malformed(text);
        };
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("a step is " + FORMS + ", not '" + text + "'");
    }

    private static BoxForm form(String text, String word) {
        return Arrays.stream(BoxForm.values())
                .filter(form -> lower(form).equals(word))
                .findFirst()
                .orElseThrow(() -> malformed(text));
    }

    private static String value(String text, String key, String pair) {
        if (!pair.startsWith(key + "=")) {
            throw malformed(text);
        }
        return pair.substring(key.length() + 1);
    }

    private static int whole(String text, String key, String pair) {
        String value = value(text, key, pair);
        if (!value.matches("[0-9]{1,6}")) {
            throw malformed(text);
        }
        return Integer.parseInt(value);
    }

    private static int millionths(String text, String key, String pair) {
        return (int) Math.max(
                Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, LevelScale.millionths(key, value(text, key, pair))));
    }
}
