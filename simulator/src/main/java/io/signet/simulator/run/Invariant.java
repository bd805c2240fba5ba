package io.signet.simulator.run;

/** What holds at every step of every run, whatever happens in it. */
public enum Invariant {
    /** A requester sees each row of a job answered at most once, and all of them if the job is completed. */
    ANSWERED_ONCE("each row is answered at most once, and each row of a completed job exactly once"),
    /** No process computes a request twice, however often it comes. */
    COMPUTED_ONCE("each request is computed at most once"),
    /** A job is completed or failed by its deadline. */
    JOB_ENDS("each job is completed or failed by its deadline"),
    /** What a node acknowledged with a receipt is in its log, also after it was restarted. */
    ACKNOWLEDGED_KEPT("no acknowledged statement is lost"),
    /** The outputs that were accepted are those that the node stated, for the inputs that were sent. */
    RECEIPT_FITS("no verified receipt belongs to another input or output"),
    /** A later tree head of a node covers all that an earlier one covered. */
    LOG_EXTENDS("a log only ever extends"),
    /** Nobody is said to have two histories but who has. */
    NOBODY_ACCUSED("no honest node is said to have forked its log"),
    /** Once a requester has had the list that says so, it believes nothing of who is revoked. */
    REVOKED_NOT_BELIEVED("no answer of a revoked node is believed by who has had its owner's list"),
    /** What has the right code gets each certificate once, and what has not gets none. */
    ENROLLED_ONCE("no box is enrolled twice, and none with a wrong code or a copied disk is", true),
    /** Others' faults are not held against who is right. */
    RIGHT_CODE_GOES_THROUGH("no box with the right code, and no node that renews, is refused", true),
    /** Queues and tables stay within their bounds. */
    BOUNDED("queues and tables stay within their bounds"),
    /** Rows are merged in the order in which they were submitted. */
    MERGED_IN_ORDER("outputs are merged in the order of the inputs"),
    /** Some time after the last fault, every requester sees the nodes as they are. */
    VIEWS_CONVERGE("every requester's view of the nodes is right once it had the time");

    private final String claim;
    private final boolean ofPallets;

    Invariant(String claim) {
        this(claim, false);
    }

    Invariant(String claim, boolean ofPallets) {
        this.claim = claim;
        this.ofPallets = ofPallets;
    }

    /** True if it is about boxes that become nodes, false if it is about a mesh. */
    public boolean ofPallets() {
        return ofPallets;
    }

    /** What it says, in words. */
    public String claim() {
        return claim;
    }
}
