package io.signet.statement.cose;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborType;
import io.signet.statement.cbor.CborWriter;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Optional;

/**
 * A COSE_Sign1 message (RFC 9052 section 4.2), always with its tag 18:
 *
 * <pre>
 * 18([ bstr(protected header map), unprotected header map, bstr payload / null if it is elsewhere, bstr signature ])
 * </pre>
 *
 * <p>The unprotected header is not signed. Whoever uses it must be sure that it can hold one value only, as a
 * {@link io.signet.statement.Receipt} does.
 */
public final class CoseSign1 {
    /** An unprotected header with nothing in it. */
    public static final Bytes EMPTY_HEADER = Bytes.fromHex("a0");

    /** Label of the algorithm in the protected header (RFC 9052 section 3.1). */
    public static final int HEADER_ALGORITHM = 1;

    /** Label of the key id (RFC 9052 section 3.1). */
    public static final int HEADER_KEY_ID = 4;

    /** Label of the type of the message (RFC 9596). */
    public static final int HEADER_TYPE = 16;

    private static final int TAG = 18;
    private static final int HEADER_SIZE_BYTES_MAX = 8 * 1024;
    private static final String CONTEXT = "Signature1";

    private final Bytes protectedHeader;
    private final Bytes unprotectedHeader;
    private final Optional<Bytes> payload;
    private final Bytes signature;

    /** Of headers that are known to be maps, and a signature of the right size. */
    private CoseSign1(Parts parts) {
        this.protectedHeader = parts.protectedHeader;
        this.unprotectedHeader = parts.unprotectedHeader;
        this.payload = parts.payload;
        this.signature = parts.signature;
    }

    private record Parts(Bytes protectedHeader, Bytes unprotectedHeader, Optional<Bytes> payload, Bytes signature) {
        Parts {
            if (signature.size() != CoseAlgorithm.SIGNATURE_SIZE_BYTES) {
                throw new IllegalArgumentException(
                        "a signature has " + CoseAlgorithm.SIGNATURE_SIZE_BYTES + " bytes, not " + signature.size());
            }
        }
    }

    /**
     * A message of these parts.
     *
     * @param protectedHeader the encoded map of signed headers
     * @param unprotectedHeader the encoded map of unsigned headers
     * @param payload what is signed, empty if it is not part of the message
     * @param signature 64 bytes
     * @throws IllegalArgumentException if a header is no encoded map, or the signature has another size
     */
    public CoseSign1(Bytes protectedHeader, Bytes unprotectedHeader, Optional<Bytes> payload, Bytes signature) {
        this(new Parts(
                requireMap(protectedHeader, "protected"),
                requireMap(unprotectedHeader, "unprotected"),
                payload,
                signature));
    }

    /** The encoded map of signed headers. */
    public Bytes protectedHeader() {
        return protectedHeader;
    }

    /** The encoded map of unsigned headers. */
    public Bytes unprotectedHeader() {
        return unprotectedHeader;
    }

    /** What is signed, empty if it is not part of the message. */
    public Optional<Bytes> payload() {
        return payload;
    }

    /** The signature, 64 bytes. */
    public Bytes signature() {
        return signature;
    }

    /**
     * Signs {@code payload} together with {@code protectedHeader}; the message carries the payload.
     *
     * @param protectedHeader the encoded map of signed headers, the signer's algorithm among them
     * @param aad what else is signed but not part of the message; {@link Bytes#EMPTY} for nothing
     * @throws SigningException if the key can't sign now
     */
    public static CoseSign1 sign(CoseSigner signer, Bytes protectedHeader, Bytes aad, Bytes payload)
            throws SigningException {
        Bytes signature = signer.sign(toBeSigned(protectedHeader, aad, payload));
        return new CoseSign1(
                protectedHeader,
                EMPTY_HEADER,
                Optional.of(payload),
                signer.algorithm().normalise(signature));
    }

    /** The encoding. */
    public Bytes encode() {
        int payloadSize =
                payload.isPresent() ? CborWriter.sizeOfBytes(payload.get().size()) : 1;
        CborWriter writer = new CborWriter(2
                + CborWriter.sizeOfBytes(protectedHeader.size())
                + unprotectedHeader.size()
                + payloadSize
                + CborWriter.sizeOfBytes(signature.size()));
        writer.writeTag(TAG).startArray(4).writeBytes(protectedHeader).writeEncoded(unprotectedHeader);
        if (payload.isPresent()) {
            writer.writeBytes(payload.get());
        } else {
            writer.writeNull();
        }
        return writer.writeBytes(signature).toBytes();
    }

    /**
     * Reads a message.
     *
     * @throws MalformedException if {@code encoded} is anything else, or not in deterministic encoding
     */
    public static CoseSign1 decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readTag(TAG);
        reader.readArray(4);
        int start = reader.offset();
        Bytes protectedHeader = reader.readBytes(HEADER_SIZE_BYTES_MAX);
        requireMap(protectedHeader, start);
        start = reader.offset();
        if (reader.peekType() != CborType.MAP) {
            throw new MalformedException("the unprotected header is not a map", start);
        }
        Bytes unprotectedHeader = reader.readEncoded();
        if (unprotectedHeader.size() > HEADER_SIZE_BYTES_MAX) {
            throw new MalformedException(
                    "the unprotected header has more than " + HEADER_SIZE_BYTES_MAX + " bytes", start);
        }
        Optional<Bytes> payload;
        if (reader.peekType() == CborType.NULL) {
            reader.readNull();
            payload = Optional.empty();
        } else {
            payload = Optional.of(reader.readBytes(encoded.size()));
        }
        Bytes signature = reader.readExactBytes(CoseAlgorithm.SIGNATURE_SIZE_BYTES);
        reader.expectEnd();
        return new CoseSign1(new Parts(protectedHeader, unprotectedHeader, payload, signature));
    }

    /**
     * What is signed: Sig_structure (RFC 9052 section 4.4) over the message's own payload.
     *
     * @throws IllegalStateException if the payload is not part of the message
     */
    public Bytes toBeSigned(Bytes aad) {
        return toBeSigned(
                protectedHeader,
                aad,
                payload.orElseThrow(() -> new IllegalStateException("the payload is not part of this message")));
    }

    /** What is signed: Sig_structure (RFC 9052 section 4.4). */
    public static Bytes toBeSigned(Bytes protectedHeader, Bytes aad, Bytes payload) {
        return new CborWriter(2
                        + CONTEXT.length()
                        + CborWriter.sizeOfBytes(protectedHeader.size())
                        + CborWriter.sizeOfBytes(aad.size())
                        + CborWriter.sizeOfBytes(payload.size()))
                .startArray(4)
                .writeText(CONTEXT)
                .writeBytes(protectedHeader)
                .writeBytes(aad)
                .writeBytes(payload)
                .toBytes();
    }

    /**
     * Whether the holder of {@code key} signed this message's own payload.
     *
     * @throws IllegalStateException if the payload is not part of the message
     */
    public boolean verify(PublicKey key, CoseAlgorithm algorithm, Bytes aad) {
        return algorithm.verify(key, toBeSigned(aad), signature);
    }

    /** Whether the holder of {@code key} signed {@code payload}, which is not part of the message. */
    public boolean verify(PublicKey key, CoseAlgorithm algorithm, Bytes aad, Bytes detachedPayload) {
        return algorithm.verify(key, toBeSigned(protectedHeader, aad, detachedPayload), signature);
    }

    /** The same headers, payload and signature. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CoseSign1 message
                && protectedHeader.equals(message.protectedHeader)
                && unprotectedHeader.equals(message.unprotectedHeader)
                && payload.equals(message.payload)
                && signature.equals(message.signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(protectedHeader, unprotectedHeader, payload, signature);
    }

    /** The headers. */
    @Override
    public String toString() {
        return "CoseSign1[protected " + protectedHeader + ", unprotected " + unprotectedHeader + "]";
    }

    private static Bytes requireMap(Bytes header, String name) {
        try {
            if (!header.equals(EMPTY_HEADER)) {
                requireMap(header, 0);
            }
            return header;
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the " + name + " header is not an encoded map: " + e.getMessage(), e);
        }
    }

    private static void requireMap(Bytes header, int offset) throws MalformedException {
        CborReader reader = new CborReader(header);
        if (header.size() == 0 || reader.peekType() != CborType.MAP) {
            throw new MalformedException("a header is not a map", offset);
        }
        reader.skipValue();
        reader.expectEnd();
    }
}
