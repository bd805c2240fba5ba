package io.signet.simulator.browser;

/**
 * A window.
 *
 * @param width in CSS pixels; below 600 it is a phone's
 * @param height in CSS pixels
 * @param dark whether its owner prefers dark colours
 */
public record Window(int width, int height, boolean dark) {}
