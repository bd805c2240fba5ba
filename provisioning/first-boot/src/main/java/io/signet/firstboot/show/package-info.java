/** Shows at the box what it is doing: on the console, by a light, on a page. */
@NullMarked
package io.signet.firstboot.show;

import org.jspecify.annotations.NullMarked;
