package io.signet.mesh.internal;

/** Kinds of signed messages. The wire codes are in docs/protocol.md. */
enum MessageType {
    CAPACITY(1, 1024),
    OFFLINE(2, 512),
    REQUEST(3, Integer.MAX_VALUE),
    RESPONSE(4, Integer.MAX_VALUE),
    WITNESS_REQUEST(5, WitnessRequest.SIZE_BYTES_MAX),
    WITNESS_REPLY(6, WitnessReply.SIZE_BYTES_MAX),
    EVIDENCE_REQUEST(7, EvidenceQuestion.SIZE_BYTES_MAX + SealedFrame.OVERHEAD_BYTES_MAX),
    EVIDENCE_REPLY(8, EvidenceAnswer.SIZE_BYTES_MAX + SealedFrame.OVERHEAD_BYTES_MAX);

    private final int code;
    private final int sizeBytesMax;

    MessageType(int code, int sizeBytesMax) {
        this.code = code;
        this.sizeBytesMax = sizeBytesMax;
    }

    int code() {
        return code;
    }

    /** Largest message of that kind; requests and responses are bounded by the mesh's limits instead. */
    int sizeBytesMax() {
        return sizeBytesMax;
    }
}
