/** Reads models as their makers export them, to find out what they take and give. */
@NullMarked
package io.signet.inference.importing;

import org.jspecify.annotations.NullMarked;
