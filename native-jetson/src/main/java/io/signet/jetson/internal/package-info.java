/** The calls into the native library, and how it is found. */
@NullMarked
package io.signet.jetson.internal;

import org.jspecify.annotations.NullMarked;
