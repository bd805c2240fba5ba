/** Writes models in the formats that engines run: those that the project trains, and for tests. */
@NullMarked
package io.signet.writers;

import org.jspecify.annotations.NullMarked;
