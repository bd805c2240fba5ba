/** An engine for simulated meshes: doubles numbers, and takes the time that a given kind of hardware would take. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.simulator.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
