package io.signet.inference.spi;

import io.signet.statement.NodeId;
import java.net.URI;

/**
 * A node that says that it has a certain model package.
 *
 * @param node its id
 * @param address of its gateway, {@code https} and with a slash at the end
 * @param near whether it is to be asked before others: of the same owner
 */
public record PackagePeer(NodeId node, URI address, boolean near) {}
