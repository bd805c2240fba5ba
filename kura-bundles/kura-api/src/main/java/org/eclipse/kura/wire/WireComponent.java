package org.eclipse.kura.wire;

/** Can be put into a graph of wires. */
public interface WireComponent {}
