/** The registrar over HTTPS: EST (RFC 7030). The only package that sees the HTTP server. */
@NullMarked
package io.signet.registrar.http;

import org.jspecify.annotations.NullMarked;
