/** A headless Chromium: opens pages as a person would, for tests and benchmarks of pages. */
@NullMarked
package io.signet.simulator.browser;

import org.jspecify.annotations.NullMarked;
