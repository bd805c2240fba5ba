package io.signet.mesh.spi;

import io.signet.statement.Bytes;
import java.util.Optional;

/**
 * A message that a broker delivered. Nothing in it is trusted.
 *
 * @param topic topic name
 * @param payload as received
 * @param responseTopic where the sender wants an answer
 * @param correlation to be echoed by the answer; empty if none
 */
public record Incoming(String topic, Bytes payload, Optional<String> responseTopic, Bytes correlation) {}
