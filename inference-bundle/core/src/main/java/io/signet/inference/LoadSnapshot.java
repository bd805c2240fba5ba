package io.signet.inference;

/**
 * How busy a node's models are at one moment, over all of them.
 *
 * @param queuedRequests requests that wait for their run
 * @param queuedRows rows of them
 * @param queuedBytes input and output bytes of them
 * @param runningRows rows being computed
 * @param backlogNanos longest time that any model needs for what it holds, at its measured speed
 * @param completedRequests requests computed since the start
 * @param refusedRequests requests refused since the start
 */
public record LoadSnapshot(
        long queuedRequests,
        long queuedRows,
        long queuedBytes,
        long runningRows,
        long backlogNanos,
        long completedRequests,
        long refusedRequests) {}
