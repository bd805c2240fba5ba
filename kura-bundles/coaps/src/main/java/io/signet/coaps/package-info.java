/** CoAP servers over DTLS with bounds on all that strangers can make them hold. */
@NullMarked
package io.signet.coaps;

import org.jspecify.annotations.NullMarked;
