package io.signet.kura.internal;

import io.signet.provisioning.ProvisioningException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the node's own components are to be configured with, given what Kura's say.
 *
 * @param home the node's home; empty if there is no node, or none knows where
 * @param configurations properties by component; those that are not in it are off
 * @param statuses what became of each part
 */
record NodePlan(
        Optional<Path> home, Map<InnerPid, Map<String, Object>> configurations, Map<PartName, PartStatus> statuses) {
    NodePlan {
        configurations = Map.copyOf(configurations);
        statuses = Map.copyOf(statuses);
    }

    /**
     * Plans; a part that can't be had leaves its components off, and no other part's.
     *
     * @param data Kura's data directory, if Kura says where it is
     */
    static NodePlan of(Collection<Part> parts, Optional<Path> data) {
        Map<InnerPid, Map<String, Object>> configurations = new EnumMap<>(InnerPid.class);
        Map<PartName, PartStatus> statuses = new EnumMap<>(PartName.class);
        Optional<NodePart> node = parts.stream()
                .filter(NodePart.class::isInstance)
                .map(NodePart.class::cast)
                .filter(NodePart::enabled)
                .findFirst();
        Optional<Path> home = node.flatMap(part -> part.home().or(() -> data.map(kura -> kura.resolve("signet"))));
        for (Part part : parts) {
            statuses.put(part.name(), add(part, node.isPresent(), home, configurations));
        }
        return new NodePlan(home, configurations, statuses);
    }

    private static PartStatus add(
            Part part, boolean enabled, Optional<Path> home, Map<InnerPid, Map<String, Object>> configurations) {
        if (!enabled) {
            return new PartStatus.Off(PartName.NODE.title() + " is off");
        }
        if (home.isEmpty()) {
            return new PartStatus.Refused("home.directory: set it, Kura does not say where its data directory is");
        }
        try {
            Map<InnerPid, Map<String, Object>> own = part.configurations(home.get());
            configurations.putAll(own);
            return own.isEmpty() ? new PartStatus.Off("it is switched off") : new PartStatus.Applied();
        } catch (IllegalArgumentException | ProvisioningException e) {
            return new PartStatus.Refused(String.valueOf(e.getMessage()));
        }
    }
}
