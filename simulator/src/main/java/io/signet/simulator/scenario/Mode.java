package io.signet.simulator.scenario;

/** How a scenario runs. */
public enum Mode {
    /** Production code on a virtual clock and network, on one thread; a seed reproduces a run to the byte. */
    VIRTUAL,
    /** Real processes, a real broker and real files. */
    REAL
}
