package io.signet.firstboot.member;

import io.signet.firstboot.est.Membership;
import io.signet.provisioning.enrolment.NodeProfile;
import java.io.IOException;

/** Acts on what the owner wants of the running node. */
@FunctionalInterface
public interface ProfileListener {
    /**
     * The registrar said what it wants, after the node's own files are as {@code profile} says: at the node's start, and
     * after each question, changed or not. Whoever has much to do does a part of it and returns, as the next question waits.
     *
     * @param profile the newest
     * @param registrar to fetch from
     * @throws IOException if the node's directory can't be written
     * @throws InterruptedException if this thread is to end
     */
    void told(NodeProfile profile, Membership registrar) throws IOException, InterruptedException;
}
