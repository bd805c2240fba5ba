/** Batching, hosting and the component. */
@NullMarked
package io.signet.inference.internal;

import org.jspecify.annotations.NullMarked;
