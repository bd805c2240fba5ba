/**
 * The files that make a machine a member of a mesh: its credentials, the mesh's profile and the trust policy. Reading
 * them needs no more than the Java platform and a YAML parser.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.provisioning;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
