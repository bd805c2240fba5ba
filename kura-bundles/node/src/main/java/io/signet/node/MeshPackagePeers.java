package io.signet.node;

import io.signet.attestation.HardwareKey;
import io.signet.inference.spi.PackagePeer;
import io.signet.inference.spi.PackagePeers;
import io.signet.mesh.GatewayAddress;
import io.signet.mesh.Mesh;
import io.signet.mesh.Peer;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The nodes of a mesh that say in their reports that they have a package and where their gateway is. */
public final class MeshPackagePeers implements PackagePeers {
    private final Mesh mesh;
    private final HardwareKey key;
    private final MemberIdentity identity;
    private final List<X509Certificate> owners;

    private MeshPackagePeers(Mesh mesh, HardwareKey key, MemberIdentity identity, List<X509Certificate> owners) {
        this.mesh = mesh;
        this.key = key;
        this.identity = identity;
        this.owners = List.copyOf(owners);
    }

    /**
     * The others in {@code mesh}, for the member that {@code profile} describes.
     *
     * @throws ProvisioningException if certificates or trust policy can't be read, or are not for {@code key}
     */
    public static MeshPackagePeers of(Mesh mesh, MeshProfile profile, HardwareKey key) throws ProvisioningException {
        return new MeshPackagePeers(
                mesh,
                key,
                MemberIdentity.read(profile, key),
                TrustPolicyFile.read(profile.trust()).policy().owners());
    }

    @Override
    public List<PackagePeer> holding(Digest digest) {
        return mesh.peers().stream()
                .filter(peer -> peer.online() && !peer.node().equals(key.node()))
                .filter(peer -> peer.models().stream().anyMatch(model -> model.isPackage(digest)))
                .flatMap(peer -> peer.gateway().stream().map(address -> toPackagePeer(peer, address)))
                .toList();
    }

    private PackagePeer toPackagePeer(Peer peer, GatewayAddress gateway) {
        boolean near = peer.owner().equals(identity.chain().owner());
        return new PackagePeer(peer.node(), gateway.uri(), near);
    }

    @Override
    public SSLContext tls(NodeId node) {
        return OneKeyTls.contextTo(
                key.handle(), identity.certificates(), owners, certificate -> NodeId.of(certificate.getPublicKey())
                        .equals(node));
    }
}
