package io.signet.console.internal;

import io.signet.inference.model.PublisherKey;
import io.signet.inference.spi.Engine;
import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import io.signet.runtime.Limits;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What metatypes can't say of a text: whether whoever reads it can. A component that can't read a setting does not start, and takes
 * the node out of its mesh.
 */
final class SettingRules {
    private static final Pattern LISTENING = Pattern.compile("[0-9A-Za-z.:%-]{1,255}");

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int SERVERS_MAX = 8;

    /** By configuration and key, what throws {@link IllegalArgumentException} at what is wrong. */
    private static final Map<String, Consumer<String>> READERS = Map.of(
            "io.signet.mesh log.address",
            orEmpty(LogAddress::new),
            "io.signet.mesh gateway.address",
            orEmpty(GatewayAddress::new),
            "io.signet.inference publishers",
            worded(PublisherKey::fromHex, "expected an Ed25519 public key of 64 hexadecimal digits"),
            "io.signet.inference models.fetch",
            SettingRules::fetched,
            "io.signet.inference engines",
            text -> Limits.requireText("an engine", text, Engine.NAME_CHARS_MAX),
            "io.signet.gateway packages.push",
            worded(NodeId::fromHex, "expected the id of a member, 32 hexadecimal digits"),
            "io.signet.gateway address",
            SettingRules::listening,
            "io.signet.gateway.coap address",
            SettingRules::listening,
            "io.signet.log.http address",
            SettingRules::listening);

    private SettingRules() {}

    private static Consumer<String> orEmpty(Consumer<String> reader) {
        return text -> {
            if (!text.isEmpty()) {
                reader.accept(text);
            }
        };
    }

    private static Consumer<String> worded(Consumer<String> reader, String expected) {
        return text -> {
            try {
                reader.accept(text.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(expected, e);
            }
        };
    }

    private static void listening(String text) {
        if (!LISTENING.matcher(text).matches()) {
            throw new IllegalArgumentException("expected an address of this machine, such as 0.0.0.0");
        }
    }

    /** A package's digest and the addresses of servers. */
    private static void fetched(String text) {
        List<String> words = List.of(text.strip().split("\\s+"));
        Digest.fromHex(words.get(0));
        Limits.requireInRange("number of addresses of a package", words.size() - 1, 0, SERVERS_MAX);
        for (String word : words.subList(1, words.size())) {
            URI server = URI.create(word);
            if (!SCHEMES.contains(String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT))
                    || server.getHost() == null) {
                throw new IllegalArgumentException(
                        "a package is fetched from an address like https://host/model.signet, not " + word);
            }
        }
    }

    /** Why {@code text}, or one of several texts, is none for the setting {@code key}; empty if it is one, or nobody knows here. */
    static Optional<String> fault(String pid, String key, String text) {
        try {
            READERS.getOrDefault(pid + " " + key, any -> {}).accept(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
