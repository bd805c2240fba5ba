package io.signet.meter.drawing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The colours of a display.
 *
 * @param window the unlit glass
 * @param ink what a lit segment or dot looks like
 * @param ghost how well unlit segments show, 0 to 0.2
 * @param backlit whether the window is bright in a dark room
 */
record Look(Colour window, Colour ink, double ghost, boolean backlit) {
    private static final List<Look> LCD = List.of(
            new Look(Colour.ofHex(0xa3b18f), Colour.ofHex(0x1d231c), 0.07, false),
            new Look(Colour.ofHex(0xb9c0b4), Colour.ofHex(0x22262a), 0.05, false),
            new Look(Colour.ofHex(0xc4cbb8), Colour.ofHex(0x2a2f33), 0.09, false),
            new Look(Colour.ofHex(0x9cc25a), Colour.ofHex(0x17240d), 0.06, true),
            new Look(Colour.ofHex(0xd9a441), Colour.ofHex(0x2b1a06), 0.05, true),
            new Look(Colour.ofHex(0x1f4fb0), Colour.ofHex(0xeaf2ff), 0.04, true),
            new Look(Colour.ofHex(0x86b7d9), Colour.ofHex(0x10202e), 0.05, true));

    private static final List<Look> LED = List.of(
            new Look(Colour.ofHex(0x1a0606), Colour.ofHex(0xff2a1c), 0.05, false),
            new Look(Colour.ofHex(0x081208), Colour.ofHex(0x3dff6a), 0.05, false),
            new Look(Colour.ofHex(0x151005), Colour.ofHex(0xffb01e), 0.05, false),
            new Look(Colour.ofHex(0x06101a), Colour.ofHex(0x58b4ff), 0.05, false),
            new Look(Colour.ofHex(0x101012), Colour.ofHex(0xf4f6ff), 0.04, false));

    static Look random(DisplayStyle style, RandomGenerator random) {
        List<Look> looks = style.glows() ? LED : LCD;
        Look look = looks.get(random.nextInt(looks.size()));
        double tone = random.nextDouble(0.88, 1.08);
        return new Look(
                look.window.scaled(tone),
                look.ink.scaled(Math.min(tone, 1)),
                look.ghost * random.nextDouble(0.2, 0.9),
                look.backlit);
    }
}
