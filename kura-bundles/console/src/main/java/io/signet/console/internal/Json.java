package io.signet.console.internal;

import io.signet.openinference.json.JsonWriter;
import io.signet.statement.Bytes;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes JSON of what is told item by item. */
final class Json {
    private static final int CAPACITY_BYTES = 512;

    private Json() {}

    /** An object of the members that {@code members} writes. */
    static Bytes object(Consumer<JsonWriter> members) {
        JsonWriter out = new JsonWriter(CAPACITY_BYTES);
        out.beginObject();
        members.accept(out);
        return Bytes.copyOf(out.endObject().toBuffer());
    }

    /** A member that is an array, with an object for each of {@code all}. */
    static <T> void objects(JsonWriter out, String name, Collection<T> all, BiConsumer<JsonWriter, T> members) {
        out.name(name).beginArray();
        for (T one : all) {
            out.beginObject();
            members.accept(out, one);
            out.endObject();
        }
        out.endArray();
    }

    /** A member that is an array of texts. */
    static void texts(JsonWriter out, String name, Collection<String> all) {
        out.name(name).beginArray();
        all.forEach(out::string);
        out.endArray();
    }

    /** An object with one text. */
    static Bytes text(String name, String value) {
        return object(out -> out.name(name).string(value));
    }
}
