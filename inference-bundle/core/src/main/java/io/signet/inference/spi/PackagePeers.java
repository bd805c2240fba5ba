package io.signet.inference.spi;

import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.osgi.annotation.versioning.ConsumerType;

/** The other nodes, as far as packages are fetched from them. Thread-safe. */
@ConsumerType
public interface PackagePeers {
    /** Those that are online and say that they have the package of that digest, in any order; never this node itself. */
    List<PackagePeer> holding(Digest digest);

    /** For connections of this node to the gateway of {@code node}, and of nobody else. */
    SSLContext tls(NodeId node);
}
