package io.signet.node;

import io.signet.mesh.MeshEvent;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What the mesh told an operator of late. Thread-safe. */
@ProviderType
public interface EventFeed {
    /** Most events that are kept. */
    int EVENTS_MAX = 1_000;

    /** Those after number {@code number}, the eldest first; 0 for all that are kept. */
    List<Heard> since(long number);

    /**
     * Something that was told.
     *
     * @param number from 1 on, without gaps: so whoever lacks some knows it
     * @param atMillis when, in milliseconds since 1970
     */
    record Heard(long number, long atMillis, MeshEvent event) {}
}
