package io.signet.kura.rest;

import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What can be asked of the node over Kura's REST, below {@value #PATH}. It changes nothing, and says nothing secret; whoever serves
 * it demands {@value #ROLE} for each call. There whether or not the node is on.
 *
 * <p>Thread-safe. Nothing here throws.
 */
@ProviderType
public interface NodeRest {
    /** Where it is, below Kura's {@code /services}. */
    String PATH = "signet/v1";

    /** What a caller needs: the role for {@code @RolesAllowed}; Kura calls its permission {@code rest.signet}. */
    String ROLE = "signet";

    /** Largest receipt that is verified. */
    int RECEIPT_BYTES_MAX = 16 * 1024 * 1024;

    /** Whether the node is on and in its mesh, and what of Kura's settings is in force or was refused, and why. */
    RestAnswer status();

    /** The node's id, public key, and what protects it. */
    RestAnswer identity();

    /** The nodes of the mesh as this one knows them. */
    RestAnswer nodes();

    /** The models that this node serves. */
    RestAnswer models();

    /** The numbers that Signet Metrics sends to the cloud. */
    RestAnswer metrics();

    /**
     * Verifies a receipt file (docs/protocol.md, "Proof file") by the node's trust policy and what it knows to be revoked.
     *
     * @param receipt read to its end, or to {@value #RECEIPT_BYTES_MAX} bytes; not closed
     */
    RestAnswer verify(InputStream receipt);
}
