package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.OkpKeys;

/** The protected header of what publishers sign: {@code {1: -8, 4: publisher's key}}. */
final class PublisherSignature {
    private PublisherSignature() {}

    static Bytes header(PublisherKey publisher) {
        return new CborWriter()
                .startMap(2)
                .writeInt(CoseSign1.HEADER_ALGORITHM)
                .writeInt(CoseAlgorithm.EDDSA.id())
                .writeInt(CoseSign1.HEADER_KEY_ID)
                .writeBytes(publisher.value())
                .toBytes();
    }

    /** Whose signature {@code message} says that it has. */
    static PublisherKey publisher(CoseSign1 message) throws MalformedException {
        CborReader header = new CborReader(message.protectedHeader());
        header.readMap(2);
        header.readExactInt(CoseSign1.HEADER_ALGORITHM);
        header.readExactInt(CoseAlgorithm.EDDSA.id());
        header.readExactInt(CoseSign1.HEADER_KEY_ID);
        PublisherKey publisher = new PublisherKey(header.readExactBytes(OkpKeys.SIZE_BYTES));
        header.expectEnd();
        return publisher;
    }
}
