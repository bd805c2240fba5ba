package io.signet.kura.internal;

import io.signet.provisioning.ProvisioningException;
import java.nio.file.Path;
import java.util.Map;

/** What one of Kura's components says, checked as far as that goes without the node's home. */
sealed interface Part permits NodePart, MeshPart, InferencePart, GatewayPart {
    /** Which of Kura's components says it. */
    PartName name();

    /**
     * What the node's own components are configured with: properties by component. A component that is not in it is off.
     *
     * @param home the node's home
     * @throws IllegalArgumentException if a value is impossible; the message names it and what is allowed
     * @throws ProvisioningException if a file of the home is missing or wrong
     */
    Map<InnerPid, Map<String, Object>> configurations(Path home) throws ProvisioningException;
}
