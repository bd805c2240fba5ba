package io.signet.gateway.internal;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What a body is, as its {@code Content-Type} says. */
enum BodyType {
    /** The protocol's JSON, whatever the header says: clients leave what they have by default. */
    PROTOCOL,
    /** A picture that can be read. */
    PICTURE,
    /** One that can't. */
    OTHER_PICTURE;

    static BodyType of(Request request) {
        String type = Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                .orElse("")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "image/png", "image/jpeg" -> PICTURE;
            default -> type.startsWith("image/") ? OTHER_PICTURE : PROTOCOL;
        };
    }

    /** Whether the client of a picture asks for binary outputs. */
    static boolean octetsWanted(Request request) {
        return Reply.OCTETS.equals(request.getHeaders().get(HttpHeader.ACCEPT));
    }
}
