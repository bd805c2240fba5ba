package io.signet.mesh.internal;

import io.signet.mesh.spi.Outgoing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last responses, for requests that a broker delivers twice. Bounded in number and bytes, oldest first out. */
final class ResponseCache {
    private static final int ENTRIES_MAX = 256;
    private static final long BYTES_MAX = 16L << 20;

    private final Map<ServiceInbox.Key, Outgoing> responses = new LinkedHashMap<>();
    private long bytes;

    void keep(ServiceInbox.Key key, Outgoing response) {
        responses.put(key, response);
        bytes += response.payload().size();
        var oldest = responses.values().iterator();
        while ((responses.size() > ENTRIES_MAX || bytes > BYTES_MAX) && oldest.hasNext()) {
            bytes -= oldest.next().payload().size();
            oldest.remove();
        }
    }

    Optional<Outgoing> find(ServiceInbox.Key key) {
        return Optional.ofNullable(responses.get(key));
    }
}
