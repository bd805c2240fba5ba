/** The gateway's HTTP server and what it serves. */
@NullMarked
package io.signet.gateway.internal;

import org.jspecify.annotations.NullMarked;
