/** What the packages of this bundle share and nobody else sees. */
@NullMarked
package io.signet.statement.internal;

import org.jspecify.annotations.NullMarked;
