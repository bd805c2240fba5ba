/** The component that keeps a running node a member. */
@NullMarked
package io.signet.firstboot.internal;

import org.jspecify.annotations.NullMarked;
