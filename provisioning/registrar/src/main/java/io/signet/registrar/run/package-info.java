/** A whole registrar in one directory, and how it is run. */
@NullMarked
package io.signet.registrar.run;

import org.jspecify.annotations.NullMarked;
