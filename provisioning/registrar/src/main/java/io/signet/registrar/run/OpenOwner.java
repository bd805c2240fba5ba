package io.signet.registrar.run;

import io.signet.provisioning.owner.OwnerAuthority;

/**
 * An owner whose key can sign, until it is closed.
 *
 * @param release ends what is needed for it
 */
record OpenOwner(OwnerAuthority authority, Runnable release) implements AutoCloseable {
    @Override
    public void close() {
        release.run();
    }
}
