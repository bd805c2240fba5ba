/** Decodes PNG and JPEG files of strangers, in bounded memory and time. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.pictures;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
