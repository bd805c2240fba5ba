/** Measures what Signet promises, as ratios and counts of one run: the budgets of docs/benchmarks.md. */
@NullMarked
package io.signet.cli.bench;

import org.jspecify.annotations.NullMarked;
