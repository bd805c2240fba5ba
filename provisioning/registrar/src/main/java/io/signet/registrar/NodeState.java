package io.signet.registrar;

/** How far a label, and the node that it is on, has come; docs/provisioning.md, "States". */
public enum NodeState {
    /** The owner made or imported the label. Nobody has claimed the box. */
    LABELLED,
    /** The owner says that the box is his, and has proved it by the code on its label. The node has not come yet. */
    CLAIMED,
    /** The node came with the right code and good evidence. The owner has not approved it yet. */
    WAITING,
    /** The owner approved this node's key. It gets its certificate when it asks the next time. */
    APPROVED,
    /** The node has a certificate. */
    ENROLLED,
    /** The node is to stop. Its certificate is not renewed any more. */
    RETIRED,
    /** The node is to forget its owner, who has signed that it is free. */
    RELEASED,
    /** The node, or the label before a node came, is of no more use. */
    REVOKED;

    /** Whether there is no way back to a certificate. */
    public boolean isOver() {
        return this == RETIRED || this == RELEASED || this == REVOKED;
    }
}
