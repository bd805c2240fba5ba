package io.signet.inference;

/** Why a request was not computed. */
public enum Refusal {
    /** The queue is full; another node, or this one later, may take it. */
    BUSY,
    /** No such model is loaded here. */
    UNKNOWN_MODEL,
    /** The inputs do not fit the model. The same request will be refused everywhere. */
    BAD_INPUT,
    /** The deadline passed before the answer was there. */
    TOO_LATE,
    /** The request exceeds a limit of size. */
    TOO_LARGE,
    /** The engine failed on it. */
    FAILED
}
