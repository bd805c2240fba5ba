/** The {@code signet} command: what people type, what it prints, how it exits. */
@NullMarked
package io.signet.cli;

import org.jspecify.annotations.NullMarked;
