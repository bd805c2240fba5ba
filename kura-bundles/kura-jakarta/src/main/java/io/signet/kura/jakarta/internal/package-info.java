/** Kura's REST with the interfaces of {@code jakarta.ws.rs}. */
@NullMarked
package io.signet.kura.jakarta.internal;

import org.jspecify.annotations.NullMarked;
