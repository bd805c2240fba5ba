package io.signet.kura.internal;

import io.signet.attestation.HardwareKey;
import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What of the node there is now.
 *
 * @param mesh while it is a member
 * @param inference while it serves models
 * @param key while it has its identity
 * @param home where its files are
 * @param console how its console is
 * @param parts how Kura's components stand
 */
record NodeView(
        Optional<Mesh> mesh,
        Optional<InferenceService> inference,
        Optional<HardwareKey> key,
        Optional<Path> home,
        ConsoleState console,
        List<PartReport> parts) {
    NodeView {
        parts = List.copyOf(parts);
    }

    /** {@code off}, {@code starting}, {@code joining} or {@code member}: how far it is. */
    String state() {
        if (home.isEmpty()) {
            return "off";
        }
        if (mesh.isEmpty()) {
            return "starting";
        }
        return mesh.get().connected() ? "member" : "joining";
    }
}
