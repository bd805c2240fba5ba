/** Jobs for a mesh of nodes: split, placed, verified and merged without a coordinator. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.mesh;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
