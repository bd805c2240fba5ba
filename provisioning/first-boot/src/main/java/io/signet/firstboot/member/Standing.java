package io.signet.firstboot.member;

import io.signet.provisioning.enrolment.NodeProfile;

/** What the node is to its owner. */
enum Standing {
    /** A member, which answers. */
    MEMBER("the owner wants this node to answer"),
    /** It is to stop. */
    RETIRED("the owner retired this node: it answers nothing from now on. Switch it off, or have the owner release it"),
    /** It may have another owner. */
    RELEASED(
            "the owner released this node: it answers nothing from now on. 'signet node reset' makes it a box again, for"
                    + " another owner; what proves that it is free is in the file voucher.cms"),
    /** It is trusted no more. */
    REVOKED(
            "the owner revoked this node: nobody believes it, and it answers nothing from now on. 'signet node reset' and a"
                    + " new label make it a new one");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    static Standing of(NodeProfile profile) {
        if (profile.standing().released()) {
            return RELEASED;
        }
        return profile.standing().retired() ? RETIRED : MEMBER;
    }

    /** What is said when it becomes so. */
    String words() {
        return words;
    }
}
