/** The QR codes of labels, written and read. The only package that sees the library for it. */
@NullMarked
package io.signet.registrar.qr;

import org.jspecify.annotations.NullMarked;
