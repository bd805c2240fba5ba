package io.signet.mesh.mqtt;

/**
 * Counts since the transport was made.
 *
 * @param connections connections made
 * @param sent messages that a broker acknowledged
 * @param refused messages that a broker refused, because of its permissions or quotas
 * @param expired accepted messages that were dropped because they had expired before they could be sent
 * @param oversized messages that were not accepted because they are larger than a packet may be
 * @param received messages handed to the mesh
 * @param dropped received messages that were dropped because a broker sent more than it may
 */
public record TransportStats(
        long connections, long sent, long refused, long expired, long oversized, long received, long dropped) {}
