package io.signet.statement.evidence;

import io.signet.statement.Digest;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.tpm.Pcr;
import java.util.List;

/**
 * What one run of the node's program started, in this order. A run begins with an event of its own, so that a second run
 * can't pass for more of the first.
 *
 * @param items 0 (a run that ended at once) to {@value #ITEMS_MAX} bundles
 */
public record FirmwareRun(List<FirmwareItem> items) {
    /** Most bundles in a run. */
    public static final int ITEMS_MAX = 256;

    /** What is extended into the firmware PCR when a run begins: SHA-256 of CBOR(["signet/run/1"]). */
    public static final Digest START_EVENT = Digest.sha256(
            new CborWriter(16).startArray(1).writeText("signet/run/1").toBytes());

    public FirmwareRun {
        items = List.copyOf(items);
        if (items.size() > ITEMS_MAX) {
            throw new IllegalArgumentException("a run starts at most " + ITEMS_MAX + " bundles, not " + items.size());
        }
    }

    /** One digest for the whole run, for trust policies: SHA-256 of CBOR([[name, version, sha256], ...]). */
    public Digest digest() {
        CborWriter writer = new CborWriter(1024);
        write(writer);
        return Digest.sha256(writer.toBytes());
    }

    /** What the firmware PCR holds after this run if it held {@code pcr} before. */
    public Digest extend(Digest pcr) {
        Digest value = Pcr.extend(pcr, START_EVENT);
        for (FirmwareItem item : items) {
            value = Pcr.extend(value, item.eventDigest());
        }
        return value;
    }

    void write(CborWriter writer) {
        writer.startArray(items.size());
        items.forEach(item -> item.write(writer));
    }
}
