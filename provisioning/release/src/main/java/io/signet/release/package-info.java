/** Signed releases of a node's firmware: documents, signatures by several keys, archives, and whom to believe. */
@NullMarked
package io.signet.release;

import org.jspecify.annotations.NullMarked;
