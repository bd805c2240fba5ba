package io.signet.attestation;

import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** What this node's program is made of. Thread-safe. */
@ProviderType
public interface Firmware {
    /** What was started so far in this run, in that order. */
    FirmwareRun run();

    /**
     * Tells {@code measure} of everything that is started later, before it runs; the last one to call this is told.
     *
     * @return what was started until now: nothing is missed between the two
     */
    FirmwareRun follow(Consumer<FirmwareItem> measure);
}
