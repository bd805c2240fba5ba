/** A node's releases on its disk: installed as a whole, tried, and gone back from. */
@NullMarked
package io.signet.release.store;

import org.jspecify.annotations.NullMarked;
