/** Checks files against a trust policy and says in plain words, or in JSON, what each proves: what {@code signet verify} runs. */
@NullMarked
package io.signet.verifier;

import org.jspecify.annotations.NullMarked;
