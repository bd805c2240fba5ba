package io.signet.registrar;

import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.enrolment.NodeProfile.Trust;
import io.signet.statement.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What an owner has for all of his nodes.
 *
 * @param meshes at least one; the first is for nodes of which nothing else was said
 * @param trust whom and what nodes trust
 * @param publishers whose model packages nodes run
 * @param shelf the packages
 */
public record Offer(List<Mesh> meshes, Trust trust, List<Bytes> publishers, ModelShelf shelf) {
    public Offer {
        meshes = List.copyOf(meshes);
        publishers = List.copyOf(publishers);
        if (meshes.isEmpty()) {
            throw new IllegalArgumentException("an owner has at least one mesh");
        }
    }

    /** The mesh with that name; without a name the first. A mesh that is gone is the first, too. */
    Mesh mesh(Optional<String> name) {
        return name.flatMap(wanted -> meshes.stream()
                        .filter(mesh -> mesh.name().equals(wanted))
                        .findFirst())
                .orElse(meshes.get(0));
    }
}
