package io.signet.statement.evidence;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.internal.Times;
import java.util.Optional;

/**
 * What a node says in its {@link Evidence}: the claims of an entity attestation token (RFC 9711).
 *
 * @param node who says it
 * @param nonce what whoever asked chose, {@value #NONCE_BYTES_MIN} to {@value #NONCE_BYTES_MAX} bytes
 * @param timeSeconds when it was said, by the node's own clock, in seconds since 1970
 * @param kind what kind of key the node has: {@link Assurance#SOFTWARE}, {@link Assurance#PKCS11} or {@link Assurance#TPM2}
 * @param firmware what the node's program has started since the machine was switched on
 * @param tpm what the TPM says; there for a key of kind {@link Assurance#TPM2} and for no other
 */
public record EvidenceClaims(
        NodeId node, Bytes nonce, long timeSeconds, Assurance kind, FirmwareLog firmware, Optional<TpmEvidence> tpm) {
    /** Shortest nonce (RFC 9711 section 4.1). */
    public static final int NONCE_BYTES_MIN = 8;

    /** Longest nonce (RFC 9711 section 4.1). */
    public static final int NONCE_BYTES_MAX = 64;

    /** "Issued at", in seconds (RFC 8392 section 3.1.6). */
    private static final int CLAIM_ISSUED_AT = 6;

    /** RFC 9711 section 4.1. */
    private static final int CLAIM_NONCE = 10;

    /** RFC 9711 section 4.2.1. */
    private static final int CLAIM_UEID = 256;

    /** A UEID of random bytes; a node's id is as good as random. */
    private static final byte UEID_TYPE_RANDOM = 1;

    /** For private use, as are all numbers below -65536 (RFC 8392 section 9.1). */
    private static final int CLAIM_KIND = -65_537;

    private static final int CLAIM_FIRMWARE = -65_538;
    private static final int CLAIM_TPM = -65_539;
    private static final int FIELDS = 5;
    private static final long SECONDS_MAX = Times.MILLIS_MAX / 1000;

    public EvidenceClaims {
        TpmEvidence.requireSize("a nonce of evidence", nonce, NONCE_BYTES_MIN, NONCE_BYTES_MAX);
        if (timeSeconds < 0 || timeSeconds > SECONDS_MAX) {
            throw new IllegalArgumentException(
                    "the evidence's time is not 0 to " + SECONDS_MAX + " seconds since 1970 but " + timeSeconds);
        }
        if (kind == Assurance.TPM2_INTERFACE) {
            throw new IllegalArgumentException("a node can't know whether there is a chip: its kind of key is tpm2");
        }
        if (tpm.isPresent() != (kind == Assurance.TPM2)) {
            throw new IllegalArgumentException("a TPM's part belongs to a key of kind tpm2, and to no other");
        }
    }

    Bytes encode() {
        CborWriter writer = new CborWriter(4096);
        writer.startMap(tpm.isPresent() ? FIELDS + 1 : FIELDS)
                .writeInt(CLAIM_ISSUED_AT)
                .writeInt(timeSeconds)
                .writeInt(CLAIM_NONCE)
                .writeBytes(nonce)
                .writeInt(CLAIM_UEID)
                .writeBytes(ueid(node))
                .writeInt(CLAIM_KIND)
                .writeText(kind.label())
                .writeInt(CLAIM_FIRMWARE);
        firmware.write(writer);
        tpm.ifPresent(part -> {
            writer.writeInt(CLAIM_TPM);
            part.write(writer);
        });
        return writer.toBytes();
    }

    static EvidenceClaims decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        int fields = reader.readMapSize();
        if (fields != FIELDS && fields != FIELDS + 1) {
            throw new MalformedException("evidence has " + FIELDS + " or " + (FIELDS + 1) + " claims", 0);
        }
        reader.readExactInt(CLAIM_ISSUED_AT);
        long timeSeconds = reader.readInt(0, SECONDS_MAX);
        reader.readExactInt(CLAIM_NONCE);
        Bytes nonce = reader.readBytes(NONCE_BYTES_MAX);
        reader.readExactInt(CLAIM_UEID);
        NodeId node = readUeid(reader);
        reader.readExactInt(CLAIM_KIND);
        Assurance kind = readKind(reader);
        reader.readExactInt(CLAIM_FIRMWARE);
        FirmwareLog firmware = FirmwareLog.read(reader);
        Optional<TpmEvidence> tpm = Optional.empty();
        if (fields == FIELDS + 1) {
            reader.readExactInt(CLAIM_TPM);
            tpm = Optional.of(TpmEvidence.read(reader));
        }
        reader.expectEnd();
        try {
            return new EvidenceClaims(node, nonce, timeSeconds, kind, firmware, tpm);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), 0);
        }
    }

    private static Bytes ueid(NodeId node) {
        byte[] ueid = new byte[1 + NodeId.SIZE_BYTES];
        ueid[0] = UEID_TYPE_RANDOM;
        node.value().asBuffer().get(ueid, 1, NodeId.SIZE_BYTES);
        return Bytes.copyOf(ueid);
    }

    private static NodeId readUeid(CborReader reader) throws MalformedException {
        int start = reader.offset();
        byte[] ueid = reader.readExactBytes(1 + NodeId.SIZE_BYTES).toArray();
        if (ueid[0] != UEID_TYPE_RANDOM) {
            throw new MalformedException("the evidence's UEID is of another type than a node's", start);
        }
        return new NodeId(Bytes.copyOfRange(ueid, 1, ueid.length));
    }

    private static Assurance readKind(CborReader reader) throws MalformedException {
        int start = reader.offset();
        return Assurance.ofLabel(reader.readText(32))
                .orElseThrow(() -> new MalformedException("the kind of key is unknown", start));
    }
}
