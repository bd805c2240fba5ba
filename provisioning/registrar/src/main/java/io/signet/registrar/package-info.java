/**
 * The owner's registrar, whatever protocol it is asked by: who may become a node, by what evidence, and what was done. It
 * keeps no state of its own but in a {@link io.signet.registrar.NodeBook}; docs/provisioning.md.
 */
@NullMarked
package io.signet.registrar;

import org.jspecify.annotations.NullMarked;
