/** Model packages: one signed file that holds a model's variants, labels, card and licence. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.inference.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
