/** Kura's REST with {@code jakarta.ws.rs}, by a real Jersey in a real framework. */
@NullMarked
package io.signet.kuratest.jakarta;

import org.jspecify.annotations.NullMarked;
