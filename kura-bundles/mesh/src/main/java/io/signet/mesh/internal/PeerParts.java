package io.signet.mesh.internal;

import io.signet.mesh.MeshEvent;
import io.signet.mesh.MeshLimits;
import io.signet.mesh.spi.Topics;
import io.signet.mesh.spi.Transport;
import io.signet.runtime.Clock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What the requesting and the serving side of one peer share. */
record PeerParts(
        Self self,
        Topics topics,
        Envelope envelope,
        Secrecy secrecy,
        IdentityRegistry identities,
        Membership membership,
        Transport transport,
        Clock clock,
        RandomGenerator random,
        MeshLimits limits,
        Counters counters,
        Consumer<MeshEvent> events) {}
