package io.signet.statement.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read again, and whatever is read is written to the same bytes: there is one encoding. */
class CborProperties {
    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.longs().asGeneric(),
                Arbitraries.strings()
                        .ofMaxLength(40)
                        .filter(CborProperties::isUnicode)
                        .asGeneric(),
                Arbitraries.bytes()
                        .array(byte[].class)
                        .ofMaxSize(300)
                        .map(Bytes::copyOf)
                        .asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.just(CborType.NULL).asGeneric());
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(5).asGeneric(),
                        Arbitraries.maps(Arbitraries.longs(), inner)
                                .ofMaxSize(30)
                                .asGeneric()),
                0,
                3);
    }

    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static void write(CborWriter writer, Object value) {
        if (value instanceof Long number) {
            writer.writeInt(number);
        } else if (value instanceof String text) {
            writer.writeText(text);
        } else if (value instanceof Bytes bytes) {
            writer.writeBytes(bytes);
        } else if (value instanceof Boolean flag) {
            writer.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            writer.startArray(list.size());
            list.forEach(item -> write(writer, item));
        } else if (value instanceof Map<?, ?> map) {
            Map<Bytes, Object> ordered = new TreeMap<>();
            map.forEach((key, item) ->
                    ordered.put(new CborWriter().writeInt((Long) key).toBytes(), item));
            writer.startMap(ordered.size());
            ordered.forEach((key, item) -> {
                writer.writeEncoded(key);
                write(writer, item);
            });
        } else {
            writer.writeNull();
        }
    }

    private static Object read(CborReader reader) throws MalformedException {
        return switch (reader.peekType()) {
            case INTEGER -> reader.readInt();
            case TEXT -> reader.readText(1000);
            case BYTES -> reader.readBytes(1000);
            case BOOLEAN -> reader.readBoolean();
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int left = reader.readArraySize(); left > 0; left--) {
                    list.add(read(reader));
                }
                yield list;
            }
            case MAP -> {
                Map<Object, Object> map = new TreeMap<>();
                for (int left = reader.readMapSize(); left > 0; left--) {
                    map.put(reader.readInt(), read(reader));
                }
                yield map;
            }
            case NULL, TAG -> {
                reader.readNull();
                yield CborType.NULL;
            }
        };
    }

    @Property
    void whatIsWritten_isRead(@ForAll("values") Object value) throws MalformedException {
        CborWriter writer = new CborWriter(0);
        write(writer, value);
        CborReader reader = new CborReader(writer.toBytes());
        assertThat(read(reader)).isEqualTo(value);
        reader.expectEnd();
        assertThat(new CborReader(writer.toBytes()).readEncoded()).isEqualTo(writer.toBytes());
    }

    @Property
    void aChangedByte_isRefusedOrAnotherValue(@ForAll("values") Object value, @ForAll int place, @ForAll byte change) {
        CborWriter writer = new CborWriter();
        write(writer, value);
        byte[] changed = writer.toBytes().toArray();
        changed[Math.floorMod(place, changed.length)] ^= change;
        Bytes bytes = Bytes.copyOf(changed);
        try {
            CborReader reader = new CborReader(bytes);
            Object other = read(reader);
            reader.expectEnd();
            CborWriter again = new CborWriter();
            write(again, other);
            assertThat(again.toBytes()).isEqualTo(bytes);
        } catch (MalformedException refused) {
            assertThat(change).isNotZero();
        }
    }
}
