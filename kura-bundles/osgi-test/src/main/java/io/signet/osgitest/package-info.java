/** Tests that run as a bundle beside the node's. */
@NullMarked
package io.signet.osgitest;

import org.jspecify.annotations.NullMarked;
