package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A document that several sign, one after the other: COSE_Sign (RFC 9052 section 4.1), see docs/protocol.md, "Releases". It
 * says nothing of whose signatures are enough; a {@link Role} does.
 *
 * @param type its media type, which is signed with it
 * @param payload the document
 * @param signatures 0 (nobody signed yet) to {@value #SIGNATURES_MAX}, in the order of their keys' ids, none twice
 */
public record SignedDocument(String type, Bytes payload, List<Signature> signatures) {
    /** Most signatures. */
    public static final int SIGNATURES_MAX = 32;

    private static final int TAG = 98;
    private static final int FIELDS = 4;
    private static final int SIGNATURE_FIELDS = 3;
    private static final int HEADER_BYTES_MAX = 128;
    private static final String CONTEXT = "Signature";

    /**
     * One signature.
     *
     * @param algorithm by which algorithm
     * @param keyId by which key ({@link ReleaseKey#id})
     * @param value 64 bytes
     */
    public record Signature(CoseAlgorithm algorithm, Digest keyId, Bytes value) {
        public Signature {
            if (value.size() != CoseAlgorithm.SIGNATURE_SIZE_BYTES) {
                throw new IllegalArgumentException(
                        "a signature has " + CoseAlgorithm.SIGNATURE_SIZE_BYTES + " bytes, not " + value.size());
            }
        }

        private static Bytes header(CoseAlgorithm algorithm, Digest keyId) {
            return new CborWriter(64)
                    .startMap(2)
                    .writeInt(CoseSign1.HEADER_ALGORITHM)
                    .writeInt(algorithm.id())
                    .writeInt(CoseSign1.HEADER_KEY_ID)
                    .writeBytes(keyId.value())
                    .toBytes();
        }
    }

    public SignedDocument {
        signatures = List.copyOf(signatures);
        if (signatures.size() > SIGNATURES_MAX) {
            throw new IllegalArgumentException("a document has at most " + SIGNATURES_MAX + " signatures");
        }
        for (int i = 1; i < signatures.size(); i++) {
            if (signatures.get(i - 1).keyId().compareTo(signatures.get(i).keyId()) >= 0) {
                throw new IllegalArgumentException("signatures are in the order of their keys' ids, none twice");
            }
        }
    }

    /** The document without a signature. */
    public static SignedDocument unsigned(String type, Bytes payload) {
        return new SignedDocument(type, payload, List.of());
    }

    private static Bytes header(String type) {
        return new CborWriter(HEADER_BYTES_MAX)
                .startMap(1)
                .writeInt(CoseSign1.HEADER_TYPE)
                .writeText(type)
                .toBytes();
    }

    /** What the key {@code keyId} signs: Sig_structure (RFC 9052 section 4.4). */
    public Bytes toBeSigned(CoseAlgorithm algorithm, Digest keyId) {
        return new CborWriter(payload.size() + 2 * HEADER_BYTES_MAX)
                .startArray(5)
                .writeText(CONTEXT)
                .writeBytes(header(type))
                .writeBytes(Signature.header(algorithm, keyId))
                .writeBytes(Bytes.EMPTY)
                .writeBytes(payload)
                .toBytes();
    }

    /**
     * This document with one signature more, in place of an older one by the same key.
     *
     * @param signer the private half of {@code key}
     * @throws SigningException if the key can't sign now
     * @throws IllegalArgumentException if there would be more than {@link #SIGNATURES_MAX}
     */
    public SignedDocument signedBy(CoseSigner signer, ReleaseKey key) throws SigningException {
        CoseAlgorithm algorithm = signer.algorithm();
        Bytes value = algorithm.normalise(signer.sign(toBeSigned(algorithm, key.id())));
        List<Signature> all = new ArrayList<>(signatures);
        all.removeIf(signature -> signature.keyId().equals(key.id()));
        all.add(new Signature(algorithm, key.id(), value));
        all.sort(Comparator.comparing(Signature::keyId));
        return new SignedDocument(type, payload, all);
    }

    /** The encoding. */
    public Bytes encode() {
        CborWriter writer = new CborWriter(payload.size() + HEADER_BYTES_MAX * (2 + signatures.size()))
                .writeTag(TAG)
                .startArray(FIELDS)
                .writeBytes(header(type))
                .startMap(0)
                .writeBytes(payload)
                .startArray(signatures.size());
        for (Signature signature : signatures) {
            writer.startArray(SIGNATURE_FIELDS)
                    .writeBytes(Signature.header(signature.algorithm, signature.keyId))
                    .startMap(0)
                    .writeBytes(signature.value);
        }
        return writer.toBytes();
    }

    /**
     * Reads a document; its signatures are not checked.
     *
     * @param type what it must be
     * @param payloadBytesMax largest payload
     * @throws MalformedException if it is anything else
     */
    static SignedDocument decode(Bytes encoded, String type, int payloadBytesMax) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readTag(TAG);
        reader.readArray(FIELDS);
        CborReader header = reader.readNested(HEADER_BYTES_MAX);
        header.readMap(1);
        header.readExactInt(CoseSign1.HEADER_TYPE);
        header.readExactText(type);
        header.expectEnd();
        reader.readMap(0);
        Bytes payload = reader.readBytes(payloadBytesMax);
        int start = reader.offset();
        int count = reader.readArraySize();
        if (count > SIGNATURES_MAX) {
            throw new MalformedException("a document has at most " + SIGNATURES_MAX + " signatures", start);
        }
        List<Signature> signatures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            signatures.add(signature(reader));
        }
        reader.expectEnd();
        try {
            return new SignedDocument(type, payload, signatures);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }

    private static Signature signature(CborReader reader) throws MalformedException {
        reader.readArray(SIGNATURE_FIELDS);
        int start = reader.offset();
        CborReader header = reader.readNested(HEADER_BYTES_MAX);
        header.readMap(2);
        header.readExactInt(CoseSign1.HEADER_ALGORITHM);
        long id = header.readInt();
        CoseAlgorithm algorithm = CoseAlgorithm.ofId(id)
                .orElseThrow(() -> new MalformedException("no algorithm for releases has the number " + id, start));
        header.readExactInt(CoseSign1.HEADER_KEY_ID);
        Digest keyId = new Digest(header.readExactBytes(Digest.SIZE_BYTES));
        header.expectEnd();
        reader.readMap(0);
        return new Signature(algorithm, keyId, reader.readExactBytes(CoseAlgorithm.SIGNATURE_SIZE_BYTES));
    }
}
