package org.eclipse.kura.wire;

import org.osgi.service.wireadmin.Producer;

/** Emits. */
public interface WireEmitter extends WireComponent, Producer {}
