/** HiveMQ CE's configuration and the extension that guards its topics. */
@NullMarked
package io.signet.broker.internal;

import org.jspecify.annotations.NullMarked;
