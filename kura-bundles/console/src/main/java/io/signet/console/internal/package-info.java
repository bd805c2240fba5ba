/** What the console's pages ask, and the pages themselves as files. */
@NullMarked
package io.signet.console.internal;

import org.jspecify.annotations.NullMarked;
