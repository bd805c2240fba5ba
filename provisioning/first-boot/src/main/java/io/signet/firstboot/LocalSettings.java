package io.signet.firstboot;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.owner.NodeSettings;

/** The {@code node.yaml} of a node that a registrar enrolled: what is this machine's own, and its operator's to change. */
final class LocalSettings {
    private LocalSettings() {}

    /** @param keySection the section that names the node's key */
    static String text(String keySection) {
        return """
                # What this node is made of. Paths are relative to this file. What the owner wants of it is in wanted.yaml, which
                # the node writes by itself and which goes over this.
                %slog:
                  directory: log
                #log-server: # shows the log to everyone over HTTP; see docs/protocol.md, "Tiles"
                #  port: 8640
                #  identity.file: identity/chain.pem # and tell the others where: mesh, log.address
                witness: # what it saw of the other nodes' logs; whoever loses this may sign for a second history
                  directory: witness
                inference:
                  models.directory: %s
                  cache.directory: cache
                mesh:
                  profile.file: %s
                  #log.address: http://HOST:8640/ # where everyone can read this node's log
                  #gateway.address: HOST:8643 # where the others reach its gateway and fetch its model packages
                membership: # asks the owner's registrar what this node is to do, and renews its certificate
                  home.directory: .
                  #poll.seconds: 30
                logging:
                  root: info
                """
                .formatted(keySection, NodeSettings.MODELS_DIRECTORY, MeshProfile.FILE_NAME);
    }
}
