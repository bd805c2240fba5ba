package io.signet.verifier;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes indented JSON (RFC 8259) of maps, lists, texts and numbers; all in ASCII, so that any terminal shows it. */
final class JsonText {
    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    /** The text of {@code object}, whose values are maps, lists, strings, integers and booleans. */
    static String of(Map<String, ?> object) {
        JsonText text = new JsonText();
        text.write(object, "\n");
        return text.out.toString();
    }

    private void write(Object value, String line) {
        if (value instanceof Map<?, ?> map) {
            writeAll('{', map.entrySet().iterator(), '}', line);
        } else if (value instanceof List<?> list) {
            writeAll('[', list.iterator(), ']', line);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            quote(entry.getKey().toString());
            out.append(" : ");
            write(entry.getValue(), line);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quote(value.toString());
        }
    }

    private void writeAll(char open, Iterator<?> items, char close, String line) {
        out.append(open);
        if (items.hasNext()) {
            String inner = line + INDENT;
            while (items.hasNext()) {
                out.append(inner);
                write(items.next(), inner);
                out.append(items.hasNext() ? "," : "");
            }
            out.append(line);
        }
        out.append(close);
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        out.append('"');
    }
}
