/** A node's side of EST over HTTPS (RFC 7030): what it asks of a registrar, and what it believes. docs/provisioning.md. */
@NullMarked
package io.signet.firstboot.est;

import org.jspecify.annotations.NullMarked;
