package io.signet.inference;

/** What became of a part of a package that somebody gave to this node. */
public sealed interface PushResult {
    /**
     * It is here; the package goes on from {@code offset}.
     *
     * @param offset bytes of the package that are here
     */
    record Wanting(long offset) implements PushResult {}

    /**
     * The package is whole and its model is loaded.
     *
     * @param model what can be asked for from now on
     * @param engine what computes it
     */
    record Loaded(ModelInfo model, String engine) implements PushResult {}

    /**
     * The package is whole, but its model is not loaded.
     *
     * @param reason why
     */
    record Kept(String reason) implements PushResult {}

    /**
     * It is not taken.
     *
     * @param reason in words for whoever gave it
     */
    record Refused(Why why, String reason) implements PushResult {}

    /** Why a part is not taken. */
    enum Why {
        /** The package's publisher is not accepted here. */
        NOT_ACCEPTED,
        /** It is not a part of the package of that digest. */
        WRONG,
        /** It does not go on where the package ended. */
        OUT_OF_ORDER,
        /** Other packages are arriving. */
        BUSY,
        /** The disk is full, or can't be written. */
        NO_ROOM
    }
}
