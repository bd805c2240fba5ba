package io.signet.kura.internal;

import io.signet.attestation.HardwareKey;
import java.util.Map;
import java.util.stream.Collectors;

/** How a node is, in words for Kura's console. */
final class NodeStatusText {
    private NodeStatusText() {}

    /** The values of {@link StatusOptions}. */
    static Map<String, Object> of(NodeView node) {
        return Map.of(
                "state", state(node.state()),
                "node", node.key().map(key -> key.node().toHex()).orElse("none yet"),
                "key", node.key().map(NodeStatusText::key).orElse("none yet"),
                "settings",
                        node.parts().stream()
                                .map(part -> part.name().title() + ": " + part.text())
                                .collect(Collectors.joining(". ", "", ".")),
                "console", node.console().text());
    }

    private static String state(String state) {
        return switch (state) {
            case "off" -> "off";
            case "starting" -> "starting; if it stays so, Kura's log says what is missing";
            case "joining" -> "joining; no broker of its mesh lets it in yet";
            default -> "member of its mesh";
        };
    }

    private static String key(HardwareKey key) {
        return key.assurance().label() + ": " + key.description();
    }
}
