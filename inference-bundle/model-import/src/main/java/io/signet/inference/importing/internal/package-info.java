@NullMarked
package io.signet.inference.importing.internal;

import org.jspecify.annotations.NullMarked;
