/** Kura's REST with the interfaces of {@code javax.ws.rs}. */
@NullMarked
package io.signet.kura.javax.internal;

import org.jspecify.annotations.NullMarked;
