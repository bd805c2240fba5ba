/** Tests of the bundle for Eclipse Kura, and what stands for Kura in them. */
@NullMarked
package io.signet.kuratest;

import org.jspecify.annotations.NullMarked;
