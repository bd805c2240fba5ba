package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.openinference.json.JsonReader;
import io.signet.openinference.json.JsonWriter;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be set, and setting it. Thread-safe. */
final class SettingsPages {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsPages.class);
    private static final int BODY_BYTES_MAX = 64 << 10;

    /** What can't be in a file of YAML, or nobody sees: control and format characters, those of half a pair, and what is none. */
    private static final Pattern UNWRITABLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{IsNoncharacter_Code_Point}]");

    private final SettingsCatalog catalog;
    private final SettingsFile file;
    private final Trail trail;
    private final Clock clock;

    SettingsPages(SettingsCatalog catalog, SettingsFile file, Trail trail, Clock clock) {
        this.catalog = catalog;
        this.file = file;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is asked for here. */
    List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/console/v1/settings",
                        Route.Access.READ,
                        Route.Body.NONE,
                        call -> done(Replies.json(200, settings()))),
                new Route(
                        "PUT",
                        "/console/v1/settings/{id}",
                        Route.Access.CHANGE,
                        Route.Body.json(BODY_BYTES_MAX),
                        call -> done(change(call))));
    }

    private static CompletionStage<WebReply> done(WebReply reply) {
        return CompletableFuture.completedStage(reply);
    }

    private Bytes settings() {
        Optional<String> locked = file.locked();
        return Json.object(out -> {
            Json.objects(out, "sections", sections(), (json, section) -> {
                json.name("id").string(section.pid()).name("title").string(section.title());
                json.name("description").string(section.description());
                Json.objects(json, "fields", section.fields(), (one, field) -> write(one, field, locked.isPresent()));
            });
            out.name("writable").bool(locked.isEmpty()).name("why").string(locked.orElse(""));
        });
    }

    private List<SettingsSection> sections() {
        return catalog.sections().stream()
                .map(section -> section.with(file.wanted(section.pid())))
                .toList();
    }

    private static void write(JsonWriter out, SettingsSection.Field field, boolean locked) {
        out.name("key").string(field.key()).name("title").string(field.title());
        out.name("description").string(field.description()).name("type").string(type(field));
        if (!field.choices().isEmpty()) {
            Json.texts(out, "choices", field.choices());
        }
        field.value().or(field::byDefault).ifPresent(value -> SettingsFile.write(out.name("value"), value));
        field.byDefault().ifPresent(value -> SettingsFile.write(out.name("default"), value));
        out.name("readOnly").bool(locked || field.readOnly()).name("secret").bool(false);
    }

    private static String type(SettingsSection.Field field) {
        if (!field.choices().isEmpty()) {
            return "choice";
        }
        return switch (field.kind()) {
            case STRING -> "string";
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case STRINGS -> "string[]";
        };
    }

    private WebReply change(Route.Call call) {
        Optional<String> locked = file.locked();
        if (locked.isPresent()) {
            return Replies.error(403, locked.get());
        }
        Optional<SettingsSection> section = sections().stream()
                .filter(one -> one.pid().equals(call.parameter()))
                .findFirst();
        if (section.isEmpty()) {
            return Replies.error(404, "nothing of that name can be set on this node");
        }
        Map<String, Object> values;
        try {
            values = values(call.request().body());
        } catch (MalformedException e) {
            return Replies.error(400, "a change is {\"values\":{KEY:VALUE}}: " + e.getMessage());
        }
        for (Map.Entry<String, Object> value : values.entrySet()) {
            Optional<String> fault = fault(section.get(), value.getKey(), value.getValue());
            if (fault.isPresent()) {
                return Replies.json(422, Json.object(out -> out.name("error")
                        .string(fault.get())
                        .name("field")
                        .string(value.getKey())));
            }
        }
        return apply(call, section.get(), values);
    }

    private static Map<String, Object> values(Bytes body) throws MalformedException {
        JsonReader in = new JsonReader(body.toArray());
        Map<String, Object> values = Map.of();
        in.beginObject();
        for (Optional<String> name = in.nextName(); name.isPresent(); name = in.nextName()) {
            if (!name.get().equals("values")) {
                throw in.malformed("nothing is called '" + name.get() + "' here");
            }
            values = SettingsFile.values(in);
        }
        in.expectEnd();
        return values;
    }

    private static Optional<String> fault(SettingsSection section, String key, Object value) {
        Optional<SettingsSection.Field> found =
                section.fields().stream().filter(one -> one.key().equals(key)).findFirst();
        if (found.isEmpty()) {
            return Optional.of("'" + section.title() + "' has no such setting");
        }
        SettingsSection.Field field = found.get();
        if (field.readOnly()) {
            return Optional.of("this is changed at the node, or by the owner's registrar, only");
        }
        boolean fits =
                switch (field.kind()) {
                    case STRING -> value instanceof String;
                    case INTEGER -> value instanceof Long;
                    case NUMBER -> value instanceof Long || value instanceof Double;
                    case BOOLEAN -> value instanceof Boolean;
                    case STRINGS -> value instanceof List<?>;
                };
        if (!fits) {
            return Optional.of("this takes a value of the type " + type(field));
        }
        List<String> texts = value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
        return texts.stream()
                .flatMap(text -> fault(field, value, text).stream())
                .findFirst()
                .map(why -> "this value is not right: " + why);
    }

    private static Optional<String> fault(SettingsSection.Field field, Object value, String text) {
        Matcher unwritable = UNWRITABLE.matcher(text);
        if (unwritable.find()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "it has the character U+%04X, which nobody sees",
                    unwritable.group().codePointAt(0)));
        }
        if (value instanceof List<?> && text.isBlank()) {
            return Optional.of("a line of it is empty");
        }
        return field.check().apply(text);
    }

    private WebReply apply(Route.Call call, SettingsSection section, Map<String, Object> values) {
        try {
            file.change(section.pid(), values);
        } catch (IOException e) {
            LOG.error("the settings that were changed in the console can't be kept", e);
            return Replies.error(503, "the change can't be kept: " + e.getMessage());
        }
        trail.add(new TrailEntry(
                clock.wallMillis(),
                call.who().name(),
                call.request().address(),
                TrailEntry.Action.SETTINGS,
                section.pid() + " " + values));
        return Replies.json(200, Json.object(out -> out.name("applied").bool(true)));
    }
}
