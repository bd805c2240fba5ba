/** The log's files, and the components. */
@NullMarked
package io.signet.attestation.internal;

import org.jspecify.annotations.NullMarked;
