package io.signet.mesh;

/** Whether a node's hardware needs relief, as it says of itself (docs/protocol.md, "Capacity report"). */
public enum Strain {
    /** It does not, or does not know. */
    NONE,
    /** It is about to be slowed down by heat. */
    HOT,
    /** It is slowed down, by heat or for want of power. */
    THROTTLED
}
