package io.signet.mesh.spi;

import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Topic names of one mesh.
 *
 * <pre>
 * signet/1/{mesh}/node/{id}/identity    certificates and session key, retained; published by the node itself
 * signet/1/{mesh}/node/{id}/capacity    signed capacity report, retained; the last will comes here too
 * signet/1/{mesh}/node/{id}/task        task requests to that node
 * signet/1/{mesh}/node/{id}/witness     requests to that node as a witness, and the replies of its own witnesses
 * signet/1/{mesh}/node/{id}/equivocation proofs that logs forked which that node found, retained
 * signet/1/{mesh}/owner/{digest}/revocations the owner's list of revoked certificates, retained; published by his registrar
 * signet/1/{mesh}/reply/{id}/{instance} answers to a requester; one instance a process
 * </pre>
 *
 * @param mesh 1 to 32 of {@code a-z 0-9 -}
 */
public record Topics(String mesh) {
    /** Largest list of revocations that is told to a mesh: what brokers take, 75,000 certificates and more. */
    public static final int REVOCATIONS_SIZE_BYTES_MAX = 4 << 20;

    private static final Pattern MESH = Pattern.compile("[a-z0-9-]{1,32}");
    private static final String ROOT = "signet/1/";
    private static final String REVOCATIONS = "/revocations";

    public Topics {
        if (!MESH.matcher(mesh).matches()) {
            throw new IllegalArgumentException(
                    "a mesh's name has 1 to 32 lower-case letters, digits or hyphens, unlike '" + mesh + "'");
        }
    }

    /** What every topic of this mesh starts with, without a final slash. */
    public String root() {
        return ROOT + mesh;
    }

    /** Where {@code node} publishes who it is. */
    public String identity(NodeId node) {
        return root() + "/node/" + node.toHex() + "/identity";
    }

    /** Where {@code node} publishes its capacity. */
    public String capacity(NodeId node) {
        return root() + "/node/" + node.toHex() + "/capacity";
    }

    /** Where {@code node} takes task requests. */
    public String task(NodeId node) {
        return root() + "/node/" + node.toHex() + "/task";
    }

    /** Where {@code node} is asked to cosign, and hears from those that it asked. */
    public String witness(NodeId node) {
        return root() + "/node/" + node.toHex() + "/witness";
    }

    /** Where {@code node} publishes proofs that logs forked. */
    public String equivocation(NodeId node) {
        return root() + "/node/" + node.toHex() + "/equivocation";
    }

    /**
     * Where the registrar of an owner publishes whom nobody shall believe any more.
     *
     * @param owner the SHA-256 of the owner's certificate in DER
     */
    public String revocations(Digest owner) {
        return root() + "/owner/" + owner.toHex() + REVOCATIONS;
    }

    /** Whether {@code topic} is some owner's list of revocations. */
    public boolean isRevocations(String topic) {
        return topic.endsWith(REVOCATIONS) && topic.startsWith(root() + "/owner/");
    }

    /** A filter that follows the lists of revocations of all owners. */
    public String followRevocations() {
        return root() + "/owner/+" + REVOCATIONS;
    }

    /** Where the process {@code instance} of {@code requester} takes answers. */
    public String reply(NodeId requester, String instance) {
        return root() + "/reply/" + requester.toHex() + "/" + instance;
    }

    /** True if {@code topic} is a reply topic of {@code requester} and of nobody else. */
    public boolean isReplyTo(NodeId requester, String topic) {
        String prefix = root() + "/reply/" + requester.toHex() + "/";
        return topic.startsWith(prefix)
                && topic.length() <= prefix.length() + 32
                && topic.indexOf('+') < 0
                && topic.indexOf('#') < 0;
    }

    /** Filters that follow every node of the mesh. */
    public List<String> followNodes() {
        return List.of(root() + "/node/+/identity", root() + "/node/+/capacity", root() + "/node/+/equivocation");
    }

    /** The node that a topic of kind {@code leaf}, such as {@code identity}, is about. */
    public Optional<NodeId> nodeOf(String topic, String leaf) {
        int leafStart = topic.length() - leaf.length();
        if (leafStart < 1 || !topic.endsWith(leaf) || topic.charAt(leafStart - 1) != '/') {
            return Optional.empty(); // as most messages are about something else
        }
        String prefix = root() + "/node/";
        int idEnd = prefix.length() + 2 * NodeId.SIZE_BYTES;
        if (!topic.startsWith(prefix) || leafStart != idEnd + 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(NodeId.fromHex(topic.substring(prefix.length(), idEnd)));
        } catch (IllegalArgumentException notHexadecimal) {
            return Optional.empty();
        }
    }
}
