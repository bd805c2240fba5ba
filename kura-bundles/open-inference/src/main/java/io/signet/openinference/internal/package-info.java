/** How tensors stand in JSON and behind it. */
@NullMarked
package io.signet.openinference.internal;

import org.jspecify.annotations.NullMarked;
