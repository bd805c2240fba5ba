/** The scenario language: fleets, load, networks, faults, adversaries and claims, as values and as YAML. */
@NullMarked
package io.signet.simulator.scenario;

import org.jspecify.annotations.NullMarked;
