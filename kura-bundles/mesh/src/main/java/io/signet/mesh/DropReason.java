package io.signet.mesh;

/** Why a received message was dropped. Each is counted, see {@link MeshStats}. */
public enum DropReason {
    /** Larger than the limit of its kind. */
    OVERSIZED,
    /** Not the encoding of docs/protocol.md. */
    MALFORMED,
    /** Signed by nobody whose identity is known and trusted, or not signed. */
    UNKNOWN_SENDER,
    /** Signed by one whose owner revoked him. */
    REVOKED,
    /** The signature does not fit message, sender or mesh. */
    BAD_SIGNATURE,
    /** Its time is too far from now. */
    STALE,
    /** Its nonce, or a newer report, was seen before. */
    REPLAYED,
    /** Meant for another node. */
    WRONG_RECIPIENT,
    /** One of more questions than its sender was given to ask. */
    TOO_MANY,
    /** An answer to nothing that is open: late, or doubled by the broker. */
    UNEXPECTED
}
