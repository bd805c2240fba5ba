/** The engine behind the room's door, and its component. */
@NullMarked
package io.signet.inference.onnxruntime.internal;

import org.jspecify.annotations.NullMarked;
