package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The container around a manifest and its files; docs/model-packages.md lays it out to the byte.
 *
 * <pre>
 * [ "signet/model-package/1", bstr(manifest), bstr(COSE_Sign1 over the manifest), [ bstr(file), ... ] ]
 * </pre>
 */
final class PackageFormat {
    static final String MAGIC = "signet/model-package/1";
    static final int MANIFEST_BYTES_MAX = 1 << 20;

    /** The COSE_Sign1 that {@link #writeHead} makes has 110 bytes. */
    private static final int SIGNATURE_BYTES_MAX = 256;

    /** Room for everything before the first file's bytes. */
    static final int HEAD_BYTES_MAX = MANIFEST_BYTES_MAX + SIGNATURE_BYTES_MAX + 64;

    private static final Bytes AAD = Bytes.utf8(MAGIC);
    private static final int MAJOR_BYTES = 2;
    private static final int MAJOR_ARRAY = 4;

    /**
     * What stands before the files.
     *
     * @param manifest the manifest's encoding
     * @param publisher who signed it; the signature is not yet checked
     * @param sizeBytes where the array of files begins
     */
    record Head(Bytes manifest, PublisherKey publisher, CoseSign1 signature, int sizeBytes) {
        /** The package's digest. */
        Digest digest() {
            return Digest.sha256(manifest);
        }

        /** True if the publisher signed this manifest. */
        boolean signed() {
            try {
                return signature.verify(OkpKeys.ed25519(publisher.value()), CoseAlgorithm.EDDSA, AAD, manifest);
            } catch (IllegalArgumentException e) { // 32 bytes that are no point of the curve sign nothing
                return false;
            }
        }
    }

    private PackageFormat() {}

    /** Reads what stands before the files from the beginning of a package. */
    static Head readHead(ByteBuffer start) throws MalformedException {
        CborReader reader = new CborReader(start);
        reader.readArray(4);
        reader.readExactText(MAGIC);
        Bytes manifest = reader.readBytes(MANIFEST_BYTES_MAX);
        int offset = reader.offset();
        CoseSign1 signature = CoseSign1.decode(reader.readBytes(SIGNATURE_BYTES_MAX));
        if (!signature.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)
                || signature.payload().isPresent()) {
            throw new MalformedException("the signature must have an empty unprotected header and no payload", offset);
        }
        PublisherKey publisher = PublisherSignature.publisher(signature);
        return new Head(manifest, publisher, signature, reader.offset());
    }

    /** Writes what stands before the files, signed by {@code publisher}. */
    static Bytes writeHead(Bytes manifest, Publisher publisher) throws SigningException {
        Bytes header = PublisherSignature.header(publisher.key());
        Bytes signature = publisher.sign(CoseSign1.toBeSigned(header, AAD, manifest));
        Bytes message = new CoseSign1(header, CoseSign1.EMPTY_HEADER, Optional.empty(), signature).encode();
        Bytes complete = new CborWriter(manifest.size() + 256)
                .startArray(4)
                .writeText(MAGIC)
                .writeBytes(manifest)
                .writeBytes(message)
                .startArray(0)
                .toBytes();
        return Bytes.copyOfRange(complete.toArray(), 0, complete.size() - 1); // less the empty array of files
    }

    /** Head of the array of files. */
    static Bytes filesHead(int count) {
        return head(MAJOR_ARRAY, count);
    }

    /** Head of one file's byte string. */
    static Bytes fileHead(long sizeBytes) {
        return head(MAJOR_BYTES, sizeBytes);
    }

    /** The shortest head of an item (RFC 8949 section 3). */
    private static Bytes head(int major, long argument) {
        int type = major << 5;
        ByteBuffer head = ByteBuffer.allocate(5);
        if (argument < 24) {
            head.put((byte) (type | argument));
        } else if (argument < 1 << 8) {
            head.put((byte) (type | 24)).put((byte) argument);
        } else if (argument < 1 << 16) {
            head.put((byte) (type | 25)).putShort((short) argument);
        } else {
            head.put((byte) (type | 26)).putInt((int) argument);
        }
        return Bytes.copyOf(head.flip());
    }
}
