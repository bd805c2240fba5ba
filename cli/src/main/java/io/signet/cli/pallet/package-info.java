/** A pallet of virtual boxes that a real registrar enrols. */
@NullMarked
package io.signet.cli.pallet;

import org.jspecify.annotations.NullMarked;
