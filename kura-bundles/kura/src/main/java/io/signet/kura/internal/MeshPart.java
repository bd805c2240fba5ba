package io.signet.kura.internal;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Limits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@link MeshOptions} say, checked.
 *
 * @param enabled whether the node is a member
 * @param brokers the mesh's brokers; empty for those that its profile names
 * @param properties of the mesh's component, without the profile
 */
record MeshPart(boolean enabled, List<URI> brokers, Map<String, Object> properties) implements Part {
    /** The profile with other brokers, in the node's home: what the owner made is left as it is. */
    static final String PROFILE_FILE = "mesh.kura.yaml";

    private static final int ADDRESS_CHARS_MAX = 1024;

    MeshPart {
        brokers = List.copyOf(brokers);
        properties = Map.copyOf(properties);
    }

    /** @throws IllegalArgumentException if a value is impossible */
    static MeshPart of(MeshOptions options) {
        return new MeshPart(
                options.enabled(),
                Properties.texts(options.brokers()).stream()
                        .map(MeshPart::broker)
                        .toList(),
                Map.of(
                        "tasks.max",
                        Limits.requireInRange("tasks.max", options.tasks_max(), 1, 4096),
                        "witnesses",
                        Limits.requireInRange("witnesses", options.witnesses(), 0, 8),
                        "witness.wait.ms",
                        Limits.requireInRange("witness.wait.ms", options.witness_wait_ms(), 0, 5000),
                        "log.address",
                        address("log.address", options.log_address()),
                        "gateway.address",
                        address("gateway.address", options.gateway_address())));
    }

    private static URI broker(String text) {
        try {
            return new URI(Limits.requireText("brokers", text, ADDRESS_CHARS_MAX));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("brokers: '" + text + "' is no mqtts://HOST:PORT: " + e.getReason(), e);
        }
    }

    private static String address(String name, String text) {
        return text.isBlank() ? "" : Limits.requireText(name, text.strip(), ADDRESS_CHARS_MAX);
    }

    @Override
    public PartName name() {
        return PartName.MESH;
    }

    @Override
    public Map<InnerPid, Map<String, Object>> configurations(Path home) throws ProvisioningException {
        if (!enabled) {
            return Map.of();
        }
        Path file = home.resolve(MeshProfile.FILE_NAME);
        MeshProfile profile = MeshProfile.read(file);
        if (!brokers.isEmpty()) {
            file = home.resolve(PROFILE_FILE);
            write(withBrokers(profile), file);
        }
        // The brokers, too, although they are in the file: so the component sees that they changed.
        Map<String, Object> files = Map.of("profile.file", file.toString(), "profile.brokers", String.valueOf(brokers));
        return Map.of(InnerPid.MESH, Properties.with(properties, files));
    }

    private MeshProfile withBrokers(MeshProfile profile) {
        try {
            return new MeshProfile(
                    profile.mesh(), brokers, profile.key(), profile.chain(), profile.trust(), profile.witnesses());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("brokers: " + e.getMessage(), e);
        }
    }

    private static void write(MeshProfile profile, Path file) {
        try {
            profile.write(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "brokers: " + file + " can't be written: let Kura's user write in the node's home", e);
        }
    }
}
