/** Networks with fixed random weights, in each format that an engine runs: what engines are compared and measured on. */
@NullMarked
package io.signet.reference;

import org.jspecify.annotations.NullMarked;
