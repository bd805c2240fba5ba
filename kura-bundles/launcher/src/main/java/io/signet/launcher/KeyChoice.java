package io.signet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the node's key: a TPM or a PKCS#11 token that the configuration names; else a TPM that is there, without any
 * configuration; else, if the configuration allows it, a key in a file. One choice for good: a node whose TPM is gone does
 * not fall back to anything.
 */
final class KeyChoice {
    /** A TPM needs no configuration where Linux shows one here. */
    static final Path TPM_DEVICE = Path.of("/dev/tpmrm0");

    /** Where a node keeps the wrapped keys of its TPM unless it is told otherwise. */
    static final Path TPM_DIRECTORY = Path.of("identity", "tpm");

    private static final Logger LOG = LoggerFactory.getLogger(KeyChoice.class);
    private static final String USE = "use";
    private static final String NEVER = "never";
    private static final String ALWAYS = "always";
    private static final String DIRECTORY = "directory";

    private KeyChoice() {}

    /**
     * The sections with at most one kind of key in them.
     *
     * @param file the configuration, for messages
     * @param device where a TPM may be
     * @throws LaunchException if the configuration asks for two kinds at once, or does not say what it means
     */
    static Map<Section, Map<String, Object>> choose(
            Path file, Path home, Map<Section, Map<String, Object>> sections, Path device) throws LaunchException {
        Map<Section, Map<String, Object>> chosen = new EnumMap<>(Section.class);
        chosen.putAll(sections);
        Optional<Map<String, Object>> tpm = Optional.ofNullable(chosen.remove(Section.TPM));
        Object use = tpm.map(properties -> properties.getOrDefault(USE, ALWAYS)).orElse("");
        boolean named = use.equals(ALWAYS);
        if (tpm.isPresent() && !named && !use.equals(NEVER)) {
            throw new LaunchException(file + ": tpm.use = " + use + " is neither " + ALWAYS + " nor " + NEVER);
        }
        boolean token = chosen.containsKey(Section.PKCS11);
        if (named && token) {
            throw new LaunchException(
                    file + " names a TPM and a PKCS#11 token: a node has one key, remove one of them");
        }
        boolean found = tpm.isEmpty() && !token && Files.exists(device);
        if (named || found) {
            Map<String, Object> properties = new LinkedHashMap<>(tpm.orElse(Map.of()));
            properties.remove(USE);
            properties.putIfAbsent(
                    DIRECTORY,
                    home.resolve(TPM_DIRECTORY).toAbsolutePath().normalize().toString());
            chosen.put(Section.TPM, properties);
        }
        if ((named || found || token) && chosen.remove(Section.KEY) != null) {
            LOG.info(
                    "the key in a file is not used: there is {}",
                    token ? "a PKCS#11 token" : found ? "a TPM at " + device : "a TPM");
        }
        return chosen;
    }
}
