/** Both ends of an engine's process: how it is started, spoken to and ended. */
@NullMarked
package io.signet.inference.process.internal;

import org.jspecify.annotations.NullMarked;
