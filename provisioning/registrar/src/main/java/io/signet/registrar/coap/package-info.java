/** The registrar over CoAP: EST-coaps (RFC 9148). The only package of the registrar's that sees CoAP. */
@NullMarked
package io.signet.registrar.coap;

import org.jspecify.annotations.NullMarked;
