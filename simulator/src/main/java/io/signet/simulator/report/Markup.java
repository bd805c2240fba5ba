package io.signet.simulator.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes markup that is well-formed both as HTML and as XML (the polyglot subset): all text and attribute values are
 * escaped, elements end in the order in which they began, and characters that XML does not know, or that change the
 * direction of text, become U+FFFD.
 */
final class Markup {
    /** Elements of HTML that have no end tag. */
    private static final Set<String> VOID = Set.of("br", "meta");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element with {@code attributes}: names and values in turn. */
    Markup open(String element, String... attributes) {
        begin(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Ends the innermost element. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    Markup empty(String element, String... attributes) {
        if (VOID.contains(element)) {
            begin(element, attributes);
            out.append("/>");
            return this;
        }
        return open(element, attributes).close();
    }

    /** An element that holds {@code text}. */
    Markup leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Text. */
    Markup text(String text) {
        escape(text);
        return this;
    }

    /** The report's own style or script, which needs no escaping and bears none. */
    Markup own(String styleOrScript) {
        if (styleOrScript.indexOf('<') >= 0 || styleOrScript.indexOf('&') >= 0) {
            throw new IllegalArgumentException("a style or script that is also XML has neither '<' nor '&'");
        }
        out.append(styleOrScript);
        return this;
    }

    private void begin(String element, String... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("attributes are names and values in turn");
        }
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> out.appendCodePoint(isSafe(c) ? c : 0xFFFD);
            }
        });
    }

    private static boolean isSafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    /**
     * All that was written.
     *
     * @throws IllegalStateException if an element has not ended
     */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("these elements have not ended: " + open);
        }
        return out.toString();
    }
}
