package io.signet.provisioning.owner;

import java.math.BigInteger;
import java.time.Instant;

/**
 * A certificate that nobody shall believe any more.
 *
 * @param serial its serial number
 * @param at since when
 * @param ceased true if its holder was taken out of use, false if the owner said nothing else than that it is revoked
 */
public record Revocation(BigInteger serial, Instant at, boolean ceased) {}
