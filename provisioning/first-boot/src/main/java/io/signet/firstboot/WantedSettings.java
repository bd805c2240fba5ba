package io.signet.firstboot;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.enrolment.NodeProfile;
import java.util.stream.Collectors;

/**
 * What the launcher reads over {@code node.yaml}: the profile's part of the settings. What is this machine's own stays in
 * {@code node.yaml}, which nobody but its operator writes.
 *
 * @param revision another one when files changed that the sections name
 * @param answers whether the node answers at all
 */
record WantedSettings(NodeProfile profile, String revision, boolean answers) {
    /** The file in the node's home. */
    static final String FILE_NAME = "wanted.yaml";

    String text() {
        String publishers = profile.publishers().stream()
                .map(key -> "\"" + key.toHex() + "\"")
                .collect(Collectors.joining(", "));
        String settings =
                """
                # What the owner wants of this node: it goes over node.yaml. The node writes it by itself.
                answers: %s
                revision: "%s"
                inference:
                  publishers: [%s] # whose model packages it runs
                mesh:
                  profile.file: %s
                  witnesses: %d # how many others are asked to cosign this node's log
                """
                        .formatted(
                                answers,
                                revision,
                                publishers,
                                MeshProfile.FILE_NAME,
                                profile.mesh().witnessesAsked());
        return profile.mesh().gatewayPort() == 0
                ? settings
                : settings
                        + """
                        gateway: # answers apps over HTTPS; see docs/gateway.md
                          profile.file: %s
                          port: %d
                        """
                                .formatted(MeshProfile.FILE_NAME, profile.mesh().gatewayPort());
    }
}
