/** From a box with a label to a node that runs: what happens by itself when it is switched on. docs/provisioning.md. */
@NullMarked
package io.signet.firstboot;

import org.jspecify.annotations.NullMarked;
