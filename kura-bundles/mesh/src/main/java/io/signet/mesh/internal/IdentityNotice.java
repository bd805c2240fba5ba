package io.signet.mesh.internal;

import io.signet.mesh.MeshIdentity;
import io.signet.statement.Bytes;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.SessionCertificate;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * Who a peer is, as it goes over the wire: a CBOR array of the encoded identity chain and session certificate. It
 * needs no signature of its own, since both are signed.
 */
record IdentityNotice(IdentityChain chain, SessionCertificate session) {
    static final int SIZE_BYTES_MAX = 16_384;

    static IdentityNotice of(MeshIdentity self) {
        return new IdentityNotice(self.chain(), self.session());
    }

    Bytes encode() {
        return new CborWriter()
                .startArray(2)
                .writeBytes(chain.encode())
                .writeBytes(session.encoded())
                .toBytes();
    }

    static IdentityNotice decode(Bytes encoded) throws MalformedException {
        CborReader in = new CborReader(encoded);
        in.readArray(2);
        IdentityChain chain = IdentityChain.decode(in.readBytes(SIZE_BYTES_MAX));
        SessionCertificate session = SessionCertificate.decode(in.readBytes(SIZE_BYTES_MAX));
        in.expectEnd();
        return new IdentityNotice(chain, session);
    }
}
