package io.signet.console.internal;

import io.signet.openinference.json.JsonWriter;
import io.signet.statement.NodeId;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that whoever looks after nodes should know.
 *
 * @param code which, the same in all languages
 * @param node of which, if of one
 * @param sinceMillis since when, in milliseconds since 1970
 * @param what is wrong
 * @param todo what to do
 */
record Problem(Severity severity, String code, Optional<NodeId> node, long sinceMillis, String what, String todo) {
    /** How grave it is, the gravest first. */
    enum Severity {
        ERROR,
        WARNING,
        INFO
    }

    /** The members of its object. */
    void write(JsonWriter out) {
        out.name("severity")
                .string(severity.name().toLowerCase(Locale.ROOT))
                .name("code")
                .string(code);
        node.ifPresent(id -> out.name("node").string(id.toHex()));
        out.name("since")
                .number(sinceMillis)
                .name("what")
                .string(what)
                .name("todo")
                .string(todo);
    }
}
