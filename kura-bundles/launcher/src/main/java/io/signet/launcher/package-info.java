/** Starts one node in an Equinox framework of its own, from one configuration file. */
@NullMarked
package io.signet.launcher;

import org.jspecify.annotations.NullMarked;
