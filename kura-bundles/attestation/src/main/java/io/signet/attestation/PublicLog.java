package io.signet.attestation;

import io.signet.statement.Cosignature;
import io.signet.statement.IdentityChain;
import io.signet.statement.TreeHead;
import io.signet.statement.tile.TiledLog;
import org.osgi.annotation.versioning.ProviderType;

/** The node's log as everyone may see it, with what its witnesses say of it. Any thread may call this. */
@ProviderType
public interface PublicLog extends TiledLog {
    /** Says whose log it is, to those who read it. */
    void identify(IdentityChain identity);

    /**
     * Hears of a cosignature, which was checked.
     *
     * @param head of this log, which {@code cosignature} covers
     */
    void cosigned(TreeHead head, Cosignature cosignature);
}
