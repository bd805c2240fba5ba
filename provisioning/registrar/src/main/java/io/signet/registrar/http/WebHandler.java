package io.signet.registrar.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.provisioning.login.BrowserSessions;
import io.signet.registrar.OwnerLogin;
import io.signet.registrar.qr.QrPicture;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The owner's page for browsers, and what it asks below {@value #API}: the same as {@link OwnerHandler}, but who has logged in is
 * known by a session. A request counts only with the session's cookie and its token, which other sites can't send, and only if
 * the browser says that it comes from this page.
 */
final class WebHandler extends Handler.Abstract {
    private static final String API = "/web/v1/";
    private static final String COOKIE = "__Host-signet-owner";
    private static final String TOKEN_HEADER = "Signet-Session";
    private static final String TYPE = "application/json";
    private static final String PICTURE = "picture";
    /** As the page makes all pictures. */
    private static final String PICTURE_TYPE = "image/jpeg";

    private static final int BODY_BYTES_MAX = 16 * 1024;
    private static final int SECRET_CHARS = 64;
    private static final Map<String, String> POLICY = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(self), microphone=(), geolocation=()");

    private final OwnerPages pages;
    private final OwnerLogin login;
    private final BrowserSessions<String> sessions;
    private final PictureReader pictures;
    private final Map<String, Reply> files;

    WebHandler(OwnerPages pages, OwnerLogin login, BrowserSessions<String> sessions, PictureReader pictures) {
        this.pages = pages;
        this.login = login;
        this.sessions = sessions;
        this.pictures = pictures;
        this.files = Map.of(
                "/", file("index.html", "text/html; charset=utf-8"),
                "/web/app.js", file("app.js", "text/javascript; charset=utf-8"),
                "/web/style.css", file("style.css", "text/css; charset=utf-8"));
    }

    private static Reply file(String name, String type) {
        try (InputStream in = WebHandler.class.getResourceAsStream("web/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + name + " is not in the registrar's jar");
            }
            Map<String, String> headers = new LinkedHashMap<>(POLICY);
            headers.put("Content-Type", type);
            return new Reply(200, headers, Bytes.copyOf(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name + " can't be read", e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        Optional<Reply> file = Optional.ofNullable(files.get(path));
        if (file.isPresent()) {
            boolean get = "GET".equals(request.getMethod());
            Http.send(get ? file.get() : Reply.text(405, "Ask by GET."), response, callback);
            return true;
        }
        if (!path.startsWith(API)) {
            return false;
        }
        String name = path.substring(API.length());
        boolean picture = PICTURE.equals(name);
        String type = picture ? PICTURE_TYPE : TYPE;
        if (!"POST".equals(request.getMethod()) || !type.equals(Http.typeOf(request)) || isForeign(request)) {
            Http.send(Reply.text(403, "Only the registrar's own page asks here."), response, callback);
        } else if (picture && !admits(request, cookie(request))) { // before its megabytes are read
            Http.send(notLoggedIn(), response, callback);
        } else if (picture) {
            Http.answer(request, response, callback, QrPicture.FILE_BYTES_MAX, pictures::answer);
        } else {
            Http.answer(request, response, callback, BODY_BYTES_MAX, body -> answer(request, name, body));
        }
        return true;
    }

    /** Whether a browser says that another site has it ask (Fetch Metadata). */
    private static boolean isForeign(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        return site != null && !"same-origin".equals(site);
    }

    private Reply answer(Request request, String name, byte[] body) {
        Bytes cookie = cookie(request);
        return switch (name) {
            case "login" -> logIn(request, body);
            case "session" -> session(cookie);
            case "logout" -> {
                sessions.close(cookie);
                yield json(Map.of()).with(HttpHeader.SET_COOKIE.asString(), cookie("", 0));
            }
            default -> {
                if (!pages.has(name)) {
                    yield Reply.text(404, "There is nothing here.");
                }
                yield admits(request, cookie) ? pages.answer(name, body) : notLoggedIn();
            }
        };
    }

    private boolean admits(Request request, Bytes cookie) {
        return sessions.admits(cookie, secret(request.getHeaders().get(TOKEN_HEADER)));
    }

    private static Reply notLoggedIn() {
        return Reply.text(401, "You are not logged in, or did nothing for a quarter of an hour.");
    }

    private Reply logIn(Request request, byte[] body) {
        char[] passphrase;
        try {
            passphrase =
                    JSON.std.mapFrom(body).get("passphrase") instanceof String text ? text.toCharArray() : new char[0];
        } catch (IOException e) {
            passphrase = new char[0];
        }
        try {
            return switch (login.attempt(passphrase, Http.addressOf(request))) {
                case WELCOME -> {
                    BrowserSessions.Secrets opened = sessions.open(OwnerHandler.USER);
                    yield session(opened.cookie())
                            .with(
                                    HttpHeader.SET_COOKIE.asString(),
                                    cookie(opened.cookie().toHex(), -1));
                }
                case WRONG -> Reply.text(401, "The owner's passphrase is another.");
                case LATER -> Reply.text(429, "Too many try to log in, or too many were wrong. Wait a minute.");
            };
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private Reply session(Bytes cookie) {
        return json(Map.of("token", sessions.token(cookie).map(Bytes::toHex).orElse("")));
    }

    private static Reply json(Map<String, Object> object) {
        try {
            return new Reply(200, Map.of("Content-Type", TYPE), Bytes.copyOf(JSON.std.asBytes(object)));
        } catch (IOException e) {
            throw new UncheckedIOException("an object of texts can't be written", e);
        }
    }

    /** For this server's pages only, never sent along from another site, and no program can read it. */
    private static String cookie(String value, int maxAgeSeconds) {
        return COOKIE + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Strict"
                + (maxAgeSeconds < 0 ? "" : "; Max-Age=" + maxAgeSeconds);
    }

    private static Bytes cookie(Request request) {
        return Request.getCookies(request).stream()
                .filter(one -> COOKIE.equals(one.getName()))
                .map(HttpCookie::getValue)
                .findFirst()
                .map(WebHandler::secret)
                .orElse(Bytes.EMPTY);
    }

    private static Bytes secret(@Nullable String hex) {
        return hex != null && hex.matches("[0-9a-f]{" + SECRET_CHARS + "}") ? Bytes.fromHex(hex) : Bytes.EMPTY;
    }
}
