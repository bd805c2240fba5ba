/** Replacements of faulty classes of Eclipse Paho; bnd leaves the originals out of this bundle. */
@NullMarked
package org.eclipse.paho.mqttv5.common.packet.util;

import org.jspecify.annotations.NullMarked;
