package io.signet.registrar.http;

import io.signet.registrar.OwnerLogin;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What an owner does, as JSON below {@value #PATH}, see {@link OwnerPages}: all by POST, with the owner's passphrase by HTTP's
 * basic authentication (RFC 7617). A browser that somebody lures here has no such passphrase to send along.
 */
final class OwnerHandler extends Handler.Abstract {
    /** Below which it all is. */
    static final String PATH = "/owner/v1/";

    /** The one user there is. */
    static final String USER = "owner";

    private static final String TYPE = "application/json";
    private static final int BODY_BYTES_MAX = 32 * 1024;
    private static final int HEADER_CHARS_MAX = 4096;
    private static final String BASIC = "Basic ";

    private final OwnerPages pages;
    private final OwnerLogin login;

    OwnerHandler(OwnerPages pages, OwnerLogin login) {
        this.pages = pages;
        this.login = login;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PATH)) {
            return false;
        }
        String page = path.substring(PATH.length());
        if (!pages.has(page)) {
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

    private Reply admitted(Request request, String page, byte[] body) {
        char[] passphrase = passphrase(request);
        try {
            return switch (login.attempt(passphrase, Http.addressOf(request))) {
                case WELCOME -> pages.answer(page, body);
                case WRONG ->
                    Reply.text(401, "The owner's passphrase is another.").with("WWW-Authenticate", "Basic");
                case LATER ->
                    Reply.text(
                            429,
                            "Too many try to log in, or too many wrong passphrases came from there. Wait a minute.");
            };
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    /** The passphrase that came along; what is none is a wrong one. */
    private static char[] passphrase(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || header.length() > HEADER_CHARS_MAX || !header.startsWith(BASIC)) {
            return new char[0];
        }
        byte[] login = new byte[0];
        CharBuffer text = CharBuffer.allocate(0);
        try {
            login = Base64.getDecoder().decode(header.substring(BASIC.length()));
            text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(login));
            String user = USER + ":";
            boolean his = text.length() > user.length()
                    && CharSequence.compare(text.subSequence(0, user.length()), user) == 0;
            char[] passphrase = new char[his ? text.length() - user.length() : 0];
            text.subSequence(his ? user.length() : text.length(), text.length()).get(passphrase);
            return passphrase;
        } catch (IllegalArgumentException e) {
            return new char[0];
        } finally {
            Arrays.fill(login, (byte) 0);
            Arrays.fill(text.array(), '\0');
        }
    }
}
