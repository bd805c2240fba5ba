package org.eclipse.kura.wire;

import java.util.List;

/** What goes over a wire. */
public class WireEnvelope {
    private final String emitter;
    private final List<WireRecord> records;

    /** Records of an emitter. */
    public WireEnvelope(String emitter, List<WireRecord> records) {
        this.emitter = emitter;
        this.records = List.copyOf(records);
    }

    /** Who emitted it. */
    public String getEmitterPid() {
        return emitter;
    }

    /** What is in it. */
    public List<WireRecord> getRecords() {
        return records;
    }
}
