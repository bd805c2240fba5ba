package io.signet.statement;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Writes a boot log as firmware does (TCG PC Client Platform Firmware Profile, section 10), with SHA-1 and SHA-256. */
final class BootLogWriter {
    private static final int SHA1 = 0x0004;
    private static final int SHA256 = 0x000b;

    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<Integer, Digest> pcrs = new TreeMap<>();

    BootLogWriter() {
        this(Bytes.utf8("Spec ID Event03\0"));
    }

    BootLogWriter(Bytes signature) {
        out.putInt(0).putInt(3).put(new byte[20]).putInt(37);
        out.put(signature.toArray()).putInt(0).put(new byte[] {0, 2, 0, 2});
        out.putInt(2)
                .putShort((short) SHA1)
                .putShort((short) 20)
                .putShort((short) SHA256)
                .putShort((short) 32);
        out.put((byte) 0);
    }

    /** An event that extends a register. */
    BootLogWriter measure(int pcr, int type, String what) {
        Bytes data = Bytes.utf8(what);
        Digest digest = Digest.sha256(data);
        event(pcr, type, digest, data);
        Digest before = pcrs.getOrDefault(pcr, Digest.fromHex("00".repeat(32)));
        pcrs.put(pcr, Digest.sha256(Bytes.fromHex(before.toHex() + digest.toHex())));
        return this;
    }

    /** The TPM was started from another locality than 0, which register 0 begins with. */
    BootLogWriter startedFrom(int locality) {
        event(0, 3, Digest.fromHex("00".repeat(32)), Bytes.utf8("StartupLocality\0" + (char) locality));
        pcrs.put(0, Digest.fromHex("00".repeat(31) + String.format("%02x", locality)));
        return this;
    }

    /** An event that only tells something. */
    BootLogWriter tell(String what) {
        event(-1, 3, Digest.fromHex("00".repeat(32)), Bytes.utf8(what));
        return this;
    }

    private void event(int pcr, int type, Digest digest, Bytes data) {
        out.putInt(pcr).putInt(type).putInt(2);
        out.putShort((short) SHA1).put(new byte[20]);
        out.putShort((short) SHA256).put(digest.value().toArray());
        out.putInt(data.size()).put(data.toArray());
    }

    /** What the registers hold after all of this. */
    Map<Integer, Digest> pcrs() {
        return pcrs;
    }

    Bytes toBytes() {
        return Bytes.copyOf(out.duplicate().flip());
    }
}
