package io.signet.release;

/** Whether a release is to be believed, and installed. */
public sealed interface ReleaseVerdict {
    /** Why not. */
    enum Reason {
        /** It, or a root, is of another product. */
        OTHER_PRODUCT,
        /** A root does not follow the one that is trusted. */
        ROOT,
        /** Too few of those who may sign it did. */
        SIGNATURES,
        /** It or the root has expired. */
        EXPIRED,
        /** It is not newer than what ran here. */
        OLDER,
        /** What runs here is too old for it. */
        TOO_FAR,
        /** It is for other machines. */
        ARCHITECTURE
    }

    /**
     * It is genuine, and may be installed.
     *
     * @param root the newest root that is to be trusted from now on
     */
    record Accepted(SignedRoot root) implements ReleaseVerdict {}

    /**
     * It is not to be installed.
     *
     * @param reason why
     * @param text the same for people
     */
    record Refused(Reason reason, String text) implements ReleaseVerdict {}
}
