package io.signet.kura.internal;

import io.signet.provisioning.Credentials;
import io.signet.runtime.Limits;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link NodeOptions} say, checked.
 *
 * @param enabled whether there is a node at all
 * @param home the node's home; empty for the one in Kura's data directory
 * @param key the component that has the key, and its properties without what the home adds
 * @param witnessLogsMax most logs of other nodes that are witnessed
 * @param logPort where the log is shown; -1 for nowhere
 */
record NodePart(boolean enabled, Optional<Path> home, Key key, int witnessLogsMax, int logPort) implements Part {
    private static final int TEXT_CHARS_MAX = 4096;
    private static final String DIRECTORY = "directory";
    private static final Path TPM_DIRECTORY = Path.of("identity", "tpm");

    /** Which component has the key, and what it is told. */
    record Key(InnerPid pid, Map<String, Object> properties) {
        Key {
            properties = Map.copyOf(properties);
        }
    }

    /** @throws IllegalArgumentException if a value is impossible */
    static NodePart of(NodeOptions options) {
        return new NodePart(
                options.enabled(),
                path("home.directory", options.home_directory()),
                key(options),
                Limits.requireInRange("witness.logs.max", options.witness_logs_max(), 1, 1_000_000),
                Limits.requireInRange("log.port", options.log_port(), -1, 65_535));
    }

    private static Key key(NodeOptions options) {
        return switch (options.key()) {
            case "tpm" -> new Key(InnerPid.TPM, tpm(options));
            case "pkcs11" ->
                new Key(
                        InnerPid.PKCS11,
                        Map.of("key.uri", Limits.requireText("pkcs11.uri", options.pkcs11_uri(), TEXT_CHARS_MAX)));
            case "file" -> new Key(InnerPid.KEY, Map.of("software.allowed", true));
            default ->
                throw new IllegalArgumentException(
                        "key = '" + options.key() + "' is none of 'tpm', 'pkcs11' and 'file'");
        };
    }

    private static Map<String, Object> tpm(NodeOptions options) {
        Map<String, Object> tpm = Map.of(
                "device.file",
                Limits.requireText("tpm.device.file", options.tpm_device_file(), TEXT_CHARS_MAX),
                "firmware.pcr",
                Limits.requireInRange("tpm.firmware.pcr", options.tpm_firmware_pcr(), 8, 15));
        return options.tpm_pcrs().isBlank()
                ? tpm
                : Properties.with(tpm, Map.of("pcrs", Limits.requireText("tpm.pcrs", options.tpm_pcrs(), 128)));
    }

    /** The path that {@code text} is, if it is any. */
    static Optional<Path> path(String name, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(Limits.requireText(name, text, TEXT_CHARS_MAX));
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(name + " = '" + text + "' is not an absolute path");
            }
            return Optional.of(path.normalize());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + " = '" + text + "' is no path: " + e.getReason(), e);
        }
    }

    @Override
    public PartName name() {
        return PartName.NODE;
    }

    @Override
    public Map<InnerPid, Map<String, Object>> configurations(Path home) {
        if (!Files.isDirectory(home)) {
            throw new IllegalArgumentException("home.directory: there is no directory " + home
                    + "; put there what the owner made for this node ('signet mesh create' or an enrolment)");
        }
        Map<InnerPid, Map<String, Object>> all = new EnumMap<>(InnerPid.class);
        all.put(key.pid(), Properties.with(key.properties(), keyFiles(home)));
        all.put(InnerPid.LOG, Map.of(DIRECTORY, home.resolve("log").toString()));
        all.put(InnerPid.WITNESS, Map.of(DIRECTORY, home.resolve("witness").toString(), "logs.max", witnessLogsMax));
        if (logPort >= 0) {
            Path chain = home.resolve(Credentials.CHAIN_FILE);
            all.put(
                    InnerPid.LOG_SERVER,
                    Map.of("port", logPort, "identity.file", Files.exists(chain) ? chain.toString() : ""));
        }
        return all;
    }

    private Map<String, Object> keyFiles(Path home) {
        return switch (key.pid()) {
            case TPM -> Map.of(DIRECTORY, home.resolve(TPM_DIRECTORY).toString());
            case KEY -> Map.of("key.file", home.resolve(Credentials.KEY_FILE).toString());
            default -> Map.of();
        };
    }
}
