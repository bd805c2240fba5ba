package io.signet.console.internal;

import io.signet.statement.NodeId;

/**
 * Whose console it is.
 *
 * @param mesh the mesh's name
 * @param node the node's id
 * @param assurance what protects its key
 * @param label what is printed on the box; empty if that is not known
 * @param version of the console's bundle
 */
record ConsoleIdentity(String mesh, NodeId node, String assurance, String label, String version) {}
