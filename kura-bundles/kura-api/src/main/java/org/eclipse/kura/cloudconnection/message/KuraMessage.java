package org.eclipse.kura.cloudconnection.message;

import org.eclipse.kura.message.KuraPayload;

/** What a publisher sends. */
public class KuraMessage {
    private final KuraPayload payload;

    /** A message. */
    public KuraMessage(KuraPayload payload) {
        this.payload = payload;
    }

    /** What is in it. */
    public KuraPayload getPayload() {
        return payload;
    }
}
