/** How the room writes and reads certificates and files. */
@NullMarked
package io.signet.provisioning.internal;

import org.jspecify.annotations.NullMarked;
