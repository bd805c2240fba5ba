package io.signet.attestation;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A node with as many histories as it likes. All of them begin with the same statements. */
public final class ForkingNode {
    private final TestKey key = new TestKey();
    private final IdentityChain chain = certify();
    private final int common;

    /** The histories part after {@code common} statements. */
    public ForkingNode(int common) {
        this.common = common;
    }

    @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes nothing else
    private IdentityChain certify() {
        X500Name name = new X500Name("CN=" + key.node() + ",O=Anna");
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(from), Date.from(from.plusSeconds(86_400)), name, key.publicKey());
        try {
            builder.addExtension(
                    new ASN1ObjectIdentifier(IdentityChain.ASSURANCE_OID),
                    false,
                    new DERUTF8String(Assurance.SOFTWARE.label()));
            byte[] encoded = builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .build(key.keys().getPrivate()))
                    .getEncoded();
            return IdentityChain.of(List.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded))));
        } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public IdentityChain chain() {
        return chain;
    }

    private HashTiles tiles(int branch) {
        List<Digest> leaves = new ArrayList<>();
        return HashTiles.ofLeaves(index -> {
            for (long i = leaves.size(); i <= index; i++) {
                leaves.add(MerkleTree.leafHash(Bytes.utf8((i < common ? "common " : "branch " + branch + " ") + i)));
            }
            return leaves.get((int) index);
        });
    }

    public TreeHead head(int branch, int size) {
        try {
            return TreeHead.sign(key.signer(), chain.node(), size, MerkleTree.root(tiles(branch), size), 1000 + size);
        } catch (SigningException e) {
            throw new AssertionError(e);
        }
    }

    PrefixProof path(int branch, int from, int to) {
        return PrefixProof.of(tiles(branch), from, to);
    }

    /** Whether one history can have both heads. */
    boolean consistent(Shown one, Shown other) {
        return one.branch == other.branch || Math.min(one.size, other.size) <= common;
    }

    /** A head that was shown. */
    record Shown(int branch, int size) {}
}
