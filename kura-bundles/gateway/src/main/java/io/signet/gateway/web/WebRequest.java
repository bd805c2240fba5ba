package io.signet.gateway.web;

import io.signet.statement.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param method as it was sent
 * @param path decoded; begins with a slash, and has no {@code ..} that leads anywhere
 * @param query what follows the question mark, as it was sent; empty if there is none
 * @param headers by names in lower case; of several of one name the values with {@code ", "} between
 * @param address of the client, without its port
 * @param client the client's certificates, its own first, if it showed some: of an owner whom the node trusts
 * @param body the body; empty as long as it has not been read
 */
public record WebRequest(
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String address,
        List<X509Certificate> client,
        Bytes body) {
    public WebRequest {
        headers = Map.copyOf(headers);
        client = List.copyOf(client);
    }

    /** The header of that name, in whatever case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The same with its body. */
    public WebRequest withBody(Bytes read) {
        return new WebRequest(method, path, query, headers, address, client, read);
    }

    /** Never headers or body, which hold secrets. */
    @Override
    public String toString() {
        return "WebRequest[" + method + " " + path + "]";
    }
}
