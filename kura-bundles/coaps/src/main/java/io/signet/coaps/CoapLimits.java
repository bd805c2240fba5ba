package io.signet.coaps;

/**
 * What a server holds for strangers at most.
 *
 * @param clientsMax clients known at once
 * @param bodyBytesMax bytes of one request and of one answer
 * @param transfersMax requests that come in blocks at once, and as many answers that go so
 */
public record CoapLimits(int clientsMax, int bodyBytesMax, int transfersMax) {
    public CoapLimits {
        if (clientsMax < 1 || bodyBytesMax < 1 || transfersMax < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
