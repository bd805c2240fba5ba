/** The mesh behind its API. */
@NullMarked
package io.signet.mesh.internal;

import org.jspecify.annotations.NullMarked;
