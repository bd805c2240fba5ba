/** Kura's REST with {@code javax.ws.rs}, by a real Jersey in a real framework. */
@NullMarked
package io.signet.kuratest.javax;

import org.jspecify.annotations.NullMarked;
