package io.signet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;

/** What {@code --json} prints: one indented JSON object (RFC 8259) and a line feed. */
final class Json {
    private static final JSON PRINTER = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private Json() {}

    /** Prints {@code object}, whose values are texts, numbers, booleans, lists and maps of such. */
    static void print(PrintWriter out, Map<String, ?> object) {
        try {
            out.println(PRINTER.asString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not representable in JSON", e);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory can't fail", e);
        }
    }
}
