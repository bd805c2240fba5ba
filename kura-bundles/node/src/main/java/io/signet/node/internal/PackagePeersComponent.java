package io.signet.node.internal;

import io.signet.attestation.HardwareKey;
import io.signet.inference.PackageStore;
import io.signet.mesh.Mesh;
import io.signet.node.MeshPackagePeers;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Limits;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells the store of packages of the other nodes while this node is a member of its mesh. The store does not look for them by
 * itself: the mesh needs inference, which therefore can't need the mesh.
 */
@Component(
        name = "io.signet.mesh.packages",
        configurationPid = MeshConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = PackagePeersComponent.class)
public final class PackagePeersComponent {
    private final PackageStore store;
    private final MeshPackagePeers peers;

    /** Tells the store. */
    @Activate
    public PackagePeersComponent(
            MeshConfig config, @Reference Mesh mesh, @Reference PackageStore store, @Reference HardwareKey key)
            throws ProvisioningException {
        MeshProfile profile =
                MeshProfile.read(Path.of(Limits.requireText("profile.file", config.profile_file(), 4096)));
        this.store = store;
        this.peers = MeshPackagePeers.of(mesh, profile, key);
        store.addPeers(peers);
    }

    @Deactivate
    void deactivate() {
        store.removePeers(peers);
    }
}
