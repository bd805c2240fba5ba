package io.signet.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which key a node's configuration chooses on this machine, for programs that look at a node from outside.
 *
 * @param kind where the key is; empty if the configuration names none and there is no TPM
 * @param properties the settings of that kind, as its component has them
 */
public record KeySettings(Optional<Kind> kind, Map<String, Object> properties) {
    /** Where a key is. */
    public enum Kind {
        /** In a TPM. */
        TPM,
        /** On a PKCS#11 token. */
        PKCS11,
        /** In a file. */
        SOFTWARE
    }

    public KeySettings {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads the configuration in {@code home}.
     *
     * @throws LaunchException if it is missing or wrong
     */
    public static KeySettings read(Path home) throws LaunchException {
        Map<Section, Map<String, Object>> sections = NodeConfig.read(home).sections();
        Map<Section, Kind> kinds =
                Map.of(Section.TPM, Kind.TPM, Section.PKCS11, Kind.PKCS11, Section.KEY, Kind.SOFTWARE);
        return kinds.entrySet().stream()
                .filter(kind -> sections.containsKey(kind.getKey()))
                .findFirst() // there is at most one: see KeyChoice
                .map(kind ->
                        new KeySettings(Optional.of(kind.getValue()), sections.getOrDefault(kind.getKey(), Map.of())))
                .orElse(new KeySettings(Optional.empty(), Map.of()));
    }

    /** The text {@code key}, {@code otherwise} if it is not set. */
    public String text(String key, String otherwise) {
        return properties.getOrDefault(key, otherwise).toString();
    }
}
