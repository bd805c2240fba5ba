/** Nobody else's. */
@NullMarked
package io.signet.pictures.internal;

import org.jspecify.annotations.NullMarked;
