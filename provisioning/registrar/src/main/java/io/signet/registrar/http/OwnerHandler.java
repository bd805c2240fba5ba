package io.signet.registrar.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.AuditEntry;
import io.signet.registrar.BookException;
import io.signet.registrar.NodeBook;
import io.signet.registrar.NodeRecord;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.OwnerDesk.Act;
import io.signet.registrar.OwnerLogin;
import io.signet.registrar.Place;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an owner does, as JSON below {@value #PATH}: {@code label}, {@code claim}, {@code approve}, {@code revoke}, {@code nodes}
 * and {@code audit}, all by POST, with the owner's passphrase by HTTP's basic authentication (RFC 7617). A browser that somebody
 * lures here has no such passphrase to send along.
 */
final class OwnerHandler extends Handler.Abstract {
    /** Below which it all is. */
    static final String PATH = "/owner/v1/";

    /** The one user there is. */
    static final String USER = "owner";

    private static final Logger LOG = LoggerFactory.getLogger(OwnerHandler.class);
    private static final String TYPE = "application/json";
    private static final int BODY_BYTES_MAX = 4096;
    private static final int HEADER_CHARS_MAX = 4096;
    private static final String BASIC = "Basic ";

    private final OwnerDesk desk;
    private final OwnerLogin login;
    private final Map<String, Page> pages;

    private interface Page {
        Map<String, Object> answer(Map<String, Object> asked) throws BookException, ProvisioningException;
    }

    OwnerHandler(OwnerDesk desk, OwnerLogin login) {
        this.desk = desk;
        this.login = login;
        this.pages = Map.of(
                "label",
                this::label,
                "claim",
                this::claim,
                "approve",
                asked -> act(desk.approve(labelOf(asked), USER)),
                "revoke",
                asked -> act(desk.revoke(labelOf(asked), USER)),
                "nodes",
                this::nodes,
                "audit",
                asked -> audit());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PATH)) {
            return false;
        }
        Page page = pages.get(path.substring(PATH.length()));
        if (page == null) {
            Http.send(Reply.text(404, "There is nothing here."), response, callback);
        } else if (!"POST".equals(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "POST");
            Http.send(Reply.text(405, "Ask by POST."), response, callback);
        } else if (!TYPE.equals(Http.typeOf(request))) {
            Http.send(Reply.text(415, "Send " + TYPE + "."), response, callback);
        } else {
            Http.answer(request, response, callback, BODY_BYTES_MAX, body -> admitted(request, page, body));
        }
        return true;
    }

    private Reply admitted(Request request, Page page, byte[] body) {
        return switch (login.attempt(passphrase(request), Http.addressOf(request))) {
            case WELCOME -> answer(page, body);
            case WRONG -> Reply.text(401, "The owner's passphrase is another.").with("WWW-Authenticate", "Basic");
            case LATER ->
                Reply.text(
                        429, "Too many try to log in, or too many wrong passphrases came from there. Wait a minute.");
        };
    }

    /** The passphrase that came along; what is none is a wrong one. */
    private static char[] passphrase(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || header.length() > HEADER_CHARS_MAX || !header.startsWith(BASIC)) {
            return new char[0];
        }
        try {
            String text =
                    new String(Base64.getDecoder().decode(header.substring(BASIC.length())), StandardCharsets.UTF_8);
            return text.startsWith(USER + ":")
                    ? text.substring(USER.length() + 1).toCharArray()
                    : new char[0];
        } catch (IllegalArgumentException e) {
            return new char[0];
        }
    }

    private static Reply answer(Page page, byte[] body) {
        try {
            Map<String, Object> asked = body.length == 0 ? Map.of() : JSON.std.mapFrom(body);
            return json(200, page.answer(asked));
        } catch (ProvisioningException | IllegalArgumentException e) {
            return json(400, Map.of("error", e.getMessage()));
        } catch (IOException e) {
            return json(400, Map.of("error", "this is no JSON object"));
        } catch (BookException e) {
            LOG.error("an owner could not be answered: {}", e.getMessage());
            return json(503, Map.of("error", "the registrar can't read or write its book now; its log says why"));
        }
    }

    private static Reply json(int status, Map<String, Object> object) {
        try {
            return new Reply(status, Map.of("Content-Type", TYPE), Bytes.copyOf(JSON.std.asBytes(object)));
        } catch (IOException e) {
            throw new UncheckedIOException("an object of texts can't be written", e);
        }
    }

    private Map<String, Object> label(Map<String, Object> asked) throws BookException, ProvisioningException {
        int count = asked.getOrDefault("count", 1) instanceof Integer number ? number : 0;
        Limits.requireInRange("count", count, 1, NodeBook.ROWS_MAX);
        List<Map<String, Object>> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Label label = desk.label(USER)
                    .orElseThrow(() ->
                            new ProvisioningException("this registrar has " + NodeBook.LABELS_MAX + " labels already"));
            made.add(Map.of("label", label.id().toHex(), "code", label.text()));
        }
        return Map.of("labels", made);
    }

    private Map<String, Object> claim(Map<String, Object> asked) throws BookException, ProvisioningException {
        Place place = new Place(text(asked, "name"), text(asked, "site"), text(asked, "group"));
        boolean approved = Boolean.TRUE.equals(asked.get("approved"));
        return act(desk.claim(Label.parse(text(asked, "code")), place, approved, USER));
    }

    private static Map<String, Object> act(Act act) throws ProvisioningException {
        if (act instanceof Act.Done done) {
            return node(done.record());
        }
        throw new ProvisioningException(((Act.Refused) act).message());
    }

    private Map<String, Object> nodes(Map<String, Object> asked) throws BookException {
        String after = text(asked, "after");
        List<NodeRecord> nodes =
                desk.list(after.isEmpty() ? Optional.empty() : Optional.of(LabelId.fromHex(after)), NodeBook.ROWS_MAX);
        return Map.of("nodes", nodes.stream().map(OwnerHandler::node).toList());
    }

    private Map<String, Object> audit() throws BookException {
        return Map.of(
                "entries",
                desk.audit(NodeBook.ROWS_MAX).stream().map(OwnerHandler::entry).toList());
    }

    private static LabelId labelOf(Map<String, Object> asked) {
        return LabelId.fromHex(text(asked, "label"));
    }

    private static String text(Map<String, Object> asked, String key) {
        Object value = asked.getOrDefault(key, "");
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " is no text");
    }

    private static Map<String, Object> node(NodeRecord record) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("label", record.label().toHex());
        node.put("state", OwnerDesk.word(record.state()));
        node.put("name", record.place().name());
        node.put("site", record.place().site());
        node.put("group", record.place().group());
        node.put("approved", record.preApproved());
        record.shown().ifPresent(shown -> {
            node.put("node", shown.node().toHex());
            node.put("assurance", shown.assurance().label());
            node.put("evidence", shown.evidence().toHex());
        });
        node.put("changed", record.changedMillis());
        return node;
    }

    private static Map<String, Object> entry(AuditEntry entry) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("at", entry.atMillis());
        said.put("actor", entry.actor());
        said.put("action", entry.action().name());
        entry.label().ifPresent(label -> said.put("label", label.toHex()));
        said.put("detail", entry.detail());
        return said;
    }
}
