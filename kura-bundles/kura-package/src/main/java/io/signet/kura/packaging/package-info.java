/** Makes the package that Eclipse Kura installs; runs in the build only. */
@NullMarked
package io.signet.kura.packaging;

import org.jspecify.annotations.NullMarked;
