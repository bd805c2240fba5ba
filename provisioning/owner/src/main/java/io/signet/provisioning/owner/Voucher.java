package io.signet.provisioning.owner;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborType;
import io.signet.statement.cbor.CborWriter;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * An owner's word that a node is his no more, in the spirit of a voucher of RFC 8366: CMS signed data (RFC 5652) over CBOR, see
 * docs/provisioning.md, "Giving a node away".
 *
 * @param node which node
 * @param label by which label it came
 * @param newOwner the SHA-256 of the certificate of whom it goes to; empty for anybody
 * @param signedMillis when it was signed, in milliseconds since 1970
 */
public record Voucher(NodeId node, LabelId label, Optional<Digest> newOwner, long signedMillis) {
    /** Largest voucher. */
    public static final int SIZE_BYTES_MAX = 16 * 1024;

    private static final String FORMAT = "signet/voucher/1";
    private static final int FIELDS = 5;

    /** The voucher as {@code authority} signs it: CMS in DER, the owner's certificate with it. */
    public Bytes sign(OwnerAuthority authority) {
        CborWriter writer = new CborWriter(128)
                .startArray(FIELDS)
                .writeText(FORMAT)
                .writeBytes(node.value())
                .writeBytes(label.value());
        newOwner.ifPresentOrElse(digest -> writer.writeBytes(digest.value()), writer::writeNull);
        return authority.sign(writer.writeInt(signedMillis).toBytes());
    }

    /**
     * Reads a voucher and checks its signature.
     *
     * @param signed CMS in DER
     * @param owner the certificate of the owner who signed it
     * @throws ProvisioningException if it is damaged, or another signed it
     */
    public static Voucher verify(Bytes signed, X509Certificate owner) throws ProvisioningException {
        if (signed.size() > SIZE_BYTES_MAX) {
            throw new ProvisioningException("the voucher has " + signed.size() + " bytes, more than " + SIZE_BYTES_MAX);
        }
        try {
            CMSSignedData data = new CMSSignedData(signed.toArray());
            if (data.getSignerInfos().size() != 1
                    || !(data.getSignedContent() instanceof CMSProcessableByteArray content)
                    || !(content.getContent() instanceof byte[] bytes)) {
                throw new ProvisioningException("the voucher is not signed by exactly one owner");
            }
            SignerInformation signer =
                    data.getSignerInfos().getSigners().iterator().next();
            boolean his = signer.getSID().match(new JcaX509CertificateHolder(owner))
                    && signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(owner.getPublicKey()));
            if (!his) {
                throw new ProvisioningException("the voucher is not signed by this owner");
            }
            return decode(Bytes.copyOf(bytes));
        } catch (CMSException | OperatorCreationException | CertificateEncodingException | MalformedException e) {
            throw new ProvisioningException("the voucher is damaged: " + e.getMessage());
        }
    }

    /**
     * Why this voucher is not what somebody needs.
     *
     * @param wanted the node that it has to be of, if that matters
     * @param buyer the SHA-256 of the certificate of whom the node has to go to, if that matters
     * @return in plain words; empty if it is
     */
    public Optional<String> objection(Optional<NodeId> wanted, Optional<Digest> buyer) {
        if (wanted.isPresent() && !wanted.get().equals(node)) {
            return Optional.of("the voucher is for node " + node + ", not for " + wanted.get());
        }
        if (buyer.isPresent() && newOwner.isPresent() && !newOwner.get().equals(buyer.get())) {
            return Optional.of("the voucher is for another new owner: whose certificate has the SHA-256 "
                    + newOwner.get().toHex() + ", not " + buyer.get().toHex());
        }
        return Optional.empty();
    }

    private static Voucher decode(Bytes content) throws MalformedException {
        CborReader reader = new CborReader(content);
        reader.readArray(FIELDS);
        reader.readExactText(FORMAT);
        NodeId node = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        LabelId label = new LabelId(reader.readExactBytes(LabelId.SIZE_BYTES));
        Optional<Digest> newOwner = Optional.empty();
        if (reader.peekType() == CborType.NULL) {
            reader.readNull();
        } else {
            newOwner = Optional.of(new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
        }
        long signed = reader.readInt(0, Long.MAX_VALUE);
        reader.expectEnd();
        return new Voucher(node, label, newOwner, signed);
    }
}
