package io.signet.cli;

import io.signet.simulator.scenario.Mode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a scenario's mode from the command line: in lower case, as in scenarios. */
final class ModeConverter implements ITypeConverter<Mode>, Iterable<String> {
    @Override
    public Mode convert(String text) {
        return Arrays.stream(Mode.values())
                .filter(mode -> label(mode).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("'" + text + "': there are " + String.join(" and ", labels())));
    }

    @Override
    public Iterator<String> iterator() {
        return labels().iterator();
    }

    /** As it is written. */
    static String label(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> labels() {
        return Arrays.stream(Mode.values()).map(ModeConverter::label).toList();
    }
}
