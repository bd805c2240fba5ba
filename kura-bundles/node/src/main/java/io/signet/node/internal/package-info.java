/** The components of a node. */
@NullMarked
package io.signet.node.internal;

import org.jspecify.annotations.NullMarked;
