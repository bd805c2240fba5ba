package io.signet.mesh;

/** Why a node did not compute a task. The wire codes are in docs/protocol.md. */
public enum Refusal {
    /** All places are taken; another node, or the same one later, may have one. */
    BUSY(1),
    /** The node does not serve that model, or not that package of it. */
    UNKNOWN_MODEL(2),
    /** Names, types or shapes of the inputs do not fit the model. */
    BAD_INPUT(3),
    /** The deadline is past or can't be met. */
    TOO_LATE(4),
    /** The inputs or outputs exceed the node's limit. */
    TOO_LARGE(5),
    /** The engine or the node's log failed. */
    FAILED(6);

    private final int code;

    Refusal(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** True if the same task can succeed elsewhere or later; false if every honest node would refuse it alike. */
    public boolean worthRetrying() {
        return this != BAD_INPUT && this != TOO_LARGE;
    }
}
