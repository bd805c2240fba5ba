@NullMarked
package io.signet.log.http.internal;

import org.jspecify.annotations.NullMarked;
