/** The node's components as Eclipse Kura shows them. */
@NullMarked
package io.signet.kura.internal;

import org.jspecify.annotations.NullMarked;
