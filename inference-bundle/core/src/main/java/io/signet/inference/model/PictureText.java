package io.signet.inference.model;

import io.signet.inference.model.PictureInput.Channels;
import io.signet.inference.model.PictureInput.Crop;
import io.signet.inference.model.PictureInput.Fit;
import io.signet.inference.model.PictureInput.Letterbox;
import io.signet.inference.model.PictureInput.Order;
import io.signet.inference.model.PictureInput.Stretch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@link PictureInput} as people write it: {@code x=224x224,rgb,nchw,stretch,unit}. */
final class PictureText {
    private static final int CHARS_MAX = 512;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");
    private static final String FORM = "TENSOR=WIDTHxHEIGHT,CHANNELS,ORDER,FIT,VALUES";

    private Optional<Channels> channels = Optional.empty();
    private Optional<Order> order = Optional.empty();
    private Optional<Fit> fit = Optional.empty();
    private Optional<List<Long>> means = Optional.empty();
    private Optional<List<Long>> deviations = Optional.empty();

    private PictureText() {}

    static String of(PictureInput picture) {
        List<String> words = new ArrayList<>();
        words.add(picture.tensor() + "=" + picture.widthPixels() + "x" + picture.heightPixels());
        words.add(lower(picture.channels()));
        words.add(lower(picture.order()));
        Fit fit = picture.fit();
        if (fit instanceof Crop crop) {
            words.add("crop:" + crop.permille());
        } else if (fit instanceof Letterbox box) {
            words.add("letterbox:" + box.level());
        } else {
            words.add("stretch");
        }
        if (picture.scales().stream().allMatch(LevelScale.LEVELS::equals)) {
            words.add("levels");
        } else if (picture.scales().stream().allMatch(LevelScale.UNIT::equals)) {
            words.add("unit");
        } else {
            words.add("mean:" + numbers(picture, LevelScale::meanMillionths));
            words.add("deviation:" + numbers(picture, LevelScale::deviationMillionths));
        }
        return String.join(",", words);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String numbers(PictureInput picture, ToLongFunction<LevelScale> millionths) {
        List<Long> values =
                picture.scales().stream().map(millionths::applyAsLong).toList();
        LongFunction<String> decimal = LevelScale::decimal;
        return values.stream().distinct().count() == 1
                ? decimal.apply(values.get(0))
                : values.stream().map(decimal::apply).collect(Collectors.joining("/"));
    }

    static PictureInput parse(String text) {
        int equals = text.lastIndexOf('='); // a tensor's name may have others
        if (text.length() > CHARS_MAX || equals < 1) {
            throw new IllegalArgumentException("a picture is described as " + FORM + ", not '" + text + "'");
        }
        String[] words = text.substring(equals + 1).split(",", -1);
        Matcher size = SIZE.matcher(words[0]);
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    "the size of a picture is WIDTHxHEIGHT in pixels, such as 224x224, not '" + words[0] + "'");
        }
        PictureText read = new PictureText();
        for (int i = 1; i < words.length; i++) {
            read.word(words[i]);
        }
        Channels channels = read.channels.orElseThrow(() -> missing("its channels are: grey, rgb or bgr"));
        return new PictureInput(
                text.substring(0, equals),
                channels,
                Integer.parseInt(size.group(1)),
                Integer.parseInt(size.group(2)),
                read.fit.orElseThrow(() -> missing("it is fitted: stretch, crop:PERMILLE or letterbox:LEVEL")),
                read.order.orElseThrow(() -> missing("its channels lie: nhwc or nchw")),
                read.scales(channels.count()));
    }

    private static IllegalArgumentException missing(String what) {
        return new IllegalArgumentException("a picture is described as " + FORM + ": say how " + what);
    }

    private void word(String word) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        switch (colon < 0 ? word : word.substring(0, colon + 1)) {
            case "grey", "rgb", "bgr" -> channels = once(channels, Channels.valueOf(word.toUpperCase(Locale.ROOT)));
            case "nhwc", "nchw" -> order = once(order, Order.valueOf(word.toUpperCase(Locale.ROOT)));
            case "stretch" -> fit = once(fit, new Stretch());
            case "crop:" -> fit = once(fit, new Crop(number(value, "crop")));
            case "letterbox:" -> fit = once(fit, new Letterbox(number(value, "letterbox")));
            case "levels" -> scale(LevelScale.LEVELS);
            case "unit" -> scale(LevelScale.UNIT);
            case "mean:" -> means = once(means, decimals("mean", value));
            case "deviation:" -> deviations = once(deviations, decimals("deviation", value));
            default ->
                throw new IllegalArgumentException("'" + word
                        + "' says nothing of a picture; there are grey, rgb, bgr, nhwc, nchw, stretch, crop:PERMILLE,"
                        + " letterbox:LEVEL, levels, unit, mean:X and deviation:X");
        }
    }

    private static int number(String digits, String what) {
        if (!digits.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException(what + ": takes a whole number, not '" + digits + "'");
        }
        return Integer.parseInt(digits);
    }

    private static <T> Optional<T> once(Optional<T> before, T value) {
        if (before.isPresent()) {
            throw new IllegalArgumentException(
                    "one thing of a picture is said twice: " + before.get() + " and " + value);
        }
        return Optional.of(value);
    }

    private void scale(LevelScale scale) {
        means = once(means, List.of(scale.meanMillionths()));
        deviations = once(deviations, List.of(scale.deviationMillionths()));
    }

    private static List<Long> decimals(String what, String numbers) {
        List<Long> values = new ArrayList<>();
        for (String number : numbers.split("/", -1)) {
            values.add(LevelScale.millionths(what, number));
        }
        return values;
    }

    private List<LevelScale> scales(int count) {
        List<Long> mean = each(means, count);
        List<Long> deviation = each(deviations, count);
        List<LevelScale> scales = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scales.add(new LevelScale(mean.get(i), deviation.get(i)));
        }
        return scales;
    }

    /** One number stands for all channels. */
    private static List<Long> each(Optional<List<Long>> given, int count) {
        List<Long> values = given.orElseThrow(
                () -> missing("levels become values: levels, unit, or mean:X and deviation:X, each one number or one a"
                        + " channel joined by '/'"));
        if (values.size() != 1 && values.size() != count) {
            throw new IllegalArgumentException("there are " + count + " channels, not " + values.size());
        }
        return values.size() == count ? values : Collections.nCopies(count, values.get(0));
    }
}
