package io.signet.attestation;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which key on which token (RFC 7512), for example
 *
 * <pre>
 * pkcs11:token=plant;object=node?module-path=/usr/lib/softhsm/libsofthsm2.so&amp;pin-source=file:/etc/signet/pin
 * </pre>
 *
 * <p>There must be one of {@code token} and {@code slot-id}, an {@code object}, an absolute {@code module-path} and a
 * {@code pin-source} that is an absolute file, alone or as a {@code file:} URI. {@code serial} may be there, and
 * {@code type=private}. All else is refused, since what is ignored could name another key: {@code id}, because Java's
 * PKCS#11 provider finds keys by labels only, and {@code pin-value}, because a configuration is no place for a PIN.
 *
 * @param token the token's label, if that is how it is found
 * @param serial the token's serial number, if that is checked
 * @param slot the number of its slot, if that is how it is found
 * @param object the key's label, which is that of the certificate with the same id
 * @param module the library of whoever made the token
 * @param pinFile the file with the user's PIN, which only its owner may read
 */
public record Pkcs11Uri(
        Optional<String> token, Optional<String> serial, OptionalInt slot, String object, Path module, Path pinFile) {
    /** With which every such URI begins. */
    public static final String SCHEME = "pkcs11:";

    /** Longest URI. */
    public static final int CHARS_MAX = 4096;

    private static final String FORM = SCHEME + "token=LABEL;object=LABEL?module-path=/FILE&pin-source=file:/FILE";
    private static final Pattern LABEL = Pattern.compile("[ !#-\\[\\]-~]{1,32}");
    private static final Pattern FILE = Pattern.compile("/[ !#-\\[\\]-~]{1,1023}");
    private static final List<String> PATH_ATTRIBUTES = List.of("token", "serial", "slot-id", "object", "type");
    private static final List<String> QUERY_ATTRIBUTES = List.of("module-path", "pin-source");

    public Pkcs11Uri {
        token.ifPresent(label -> requireLabel("token", label));
        serial.ifPresent(number -> requireLabel("serial", number));
        requireLabel("object", object);
        requireFile("module-path", module.toString());
        requireFile("pin-source", pinFile.toString());
        if (token.isPresent() == slot.isPresent()) {
            throw new IllegalArgumentException("a PKCS#11 URI names its token by one of token and slot-id: " + FORM);
        }
        if (slot.isPresent() && slot.getAsInt() < 0) {
            throw new IllegalArgumentException("slot-id is 0 to " + Integer.MAX_VALUE);
        }
    }

    /**
     * Parses one.
     *
     * @throws IllegalArgumentException if it is none, or has an attribute that is missing, wrong or not supported
     */
    public static Pkcs11Uri parse(String text) {
        if (text.length() > CHARS_MAX || !text.startsWith(SCHEME)) {
            throw new IllegalArgumentException(
                    "expected a PKCS#11 URI of at most " + CHARS_MAX + " characters: " + FORM);
        }
        String[] parts = text.substring(SCHEME.length()).split("\\?", 2);
        Map<String, String> path = attributes(parts[0], ";", PATH_ATTRIBUTES);
        Map<String, String> query = attributes(parts.length == 2 ? parts[1] : "", "&", QUERY_ATTRIBUTES);
        if (!path.getOrDefault("type", "private").equals("private")) {
            throw new IllegalArgumentException("type=" + path.get("type") + ": only type=private is a key that signs");
        }
        return new Pkcs11Uri(
                Optional.ofNullable(path.get("token")),
                Optional.ofNullable(path.get("serial")),
                slot(path),
                required(path, "object"),
                file("module-path", required(query, "module-path")),
                file("pin-source", withoutScheme(required(query, "pin-source"))));
    }

    private static Map<String, String> attributes(String text, String separator, List<String> allowed) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String attribute : text.isEmpty() ? new String[0] : text.split(separator, -1)) {
            String[] pair = attribute.split("=", 2);
            if (pair.length != 2 || !allowed.contains(pair[0])) {
                throw new IllegalArgumentException(refusal(pair[0]));
            }
            if (attributes.put(pair[0], decode(pair[0], pair[1])) != null) {
                throw new IllegalArgumentException(pair[0] + " is there twice");
            }
        }
        return attributes;
    }

    private static String refusal(String name) {
        return switch (name) {
            case "pin-value" ->
                "pin-value: a PIN does not belong into a configuration; put it into a file that only its"
                        + " owner may read, and name that as pin-source=file:/FILE";
            case "id" -> "id: Java's PKCS#11 provider finds keys by their label; name it as object=LABEL";
            case "module-name" -> "module-name: name the library's file as module-path=/FILE";
            default -> "'" + name + "' is no attribute of a PKCS#11 URI that is supported here: " + FORM;
        };
    }

    /** Percent-encoding only: a plus sign is a plus sign (RFC 3986). */
    private static String decode(String name, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is not percent-encoded as RFC 3986 says", e);
        }
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a PKCS#11 URI needs " + name + ": " + FORM);
        }
        return value;
    }

    private static OptionalInt slot(Map<String, String> path) {
        String text = path.get("slot-id");
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("slot-id is a number from 0 to " + Integer.MAX_VALUE, e);
        }
    }

    private static String withoutScheme(String source) {
        String path = source.startsWith("file:") ? source.substring("file:".length()) : source;
        return path.startsWith("///") ? path.substring(2) : path; // an empty authority: file:///etc/pin
    }

    private static Path file(String name, String text) {
        requireFile(name, text);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + " is no path of a file", e);
        }
    }

    private static void requireLabel(String name, String value) {
        if (!LABEL.matcher(value).matches() || !value.equals(value.strip())) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 32 characters of printable ASCII without quotes and backslashes, not '"
                            + value + "'");
        }
    }

    private static void requireFile(String name, String value) {
        if (!FILE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name + " must be the absolute path of a file, of printable ASCII without quotes and backslashes");
        }
    }

    /** The URI; it names the file with the PIN and holds none. */
    @Override
    public String toString() {
        List<String> path = new ArrayList<>();
        token.ifPresent(label -> path.add("token=" + encode(label)));
        serial.ifPresent(number -> path.add("serial=" + encode(number)));
        slot.ifPresent(number -> path.add("slot-id=" + number));
        path.add("object=" + encode(object));
        return SCHEME + String.join(";", path) + "?module-path=" + encode(module.toString()) + "&pin-source=file:"
                + encode(pinFile.toString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
