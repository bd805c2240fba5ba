package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.util.List;
import java.util.function.Consumer;

/** A program of one bundle. */
public final class TestFirmware implements Firmware {
    /** What it starts. */
    public static final FirmwareRun RUN = new FirmwareRun(
            List.of(new FirmwareItem("io.signet.node", "1.0.0", Digest.sha256(Bytes.utf8("its bundle")))));

    @Override
    public FirmwareRun run() {
        return RUN;
    }

    @Override
    public FirmwareRun follow(Consumer<FirmwareItem> measure) {
        return RUN;
    }
}
