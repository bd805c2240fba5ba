package io.signet.meter.drawing;

import java.util.random.RandomGenerator;

/** A meter on a wall: body, bezel around the display, marks and screws. In the display's coordinates. */
final class MeterFace implements Paint {
    private static final int[] BODIES = {0xe8e6df, 0xd5d8da, 0xf2f1ec, 0xb8bcbf, 0x9ea7ad, 0xcfc6b2, 0x5b626a, 0x3c5a78
    };
    private static final int[] BEZELS = {0x1d2023, 0x2b2f33, 0x34302c, 0x121417};
    private static final int[] WALLS = {0xb7ada0, 0x8f9498, 0xa39a8b, 0x7c7f79, 0xc9c4ba, 0x6d6560};
    private static final String[] UNITS = {"kWh", "kWh", "m3", "kWh"};
    private static final Colour BLACK = new Colour(0, 0, 0);
    private static final Colour WHITE = new Colour(1, 1, 1);
    private static final double PRINT_HEIGHT = 0.34;

    private final Display display;
    private final double bezel;
    private final double bodyX;
    private final double bodyY;
    private final double halfBodyWidth;
    private final double halfBodyHeight;
    private final double light;
    private final Colour body;
    private final Colour frame;
    private final Colour wall;
    private final Colour print;
    private final String unit;
    private final String serial;
    private final long bars;
    private final boolean lamp;
    private final int grain;

    MeterFace(Display display, Distortion distortion, RandomGenerator random) {
        this.display = display;
        light = distortion.light();
        bezel = random.nextDouble(0.14, 0.26);
        halfBodyWidth = display.halfWidth() + bezel + random.nextDouble(0.35, 0.8);
        halfBodyHeight = display.halfHeight() + bezel + random.nextDouble(0.75, 1.0);
        bodyX = random.nextDouble(-0.1, 0.1);
        bodyY = random.nextDouble(-0.05, 0.15);
        Colour plastic = Colour.ofHex(BODIES[random.nextInt(BODIES.length)]);
        body = plastic.scaled(random.nextDouble(0.92, 1.04));
        frame = Colour.ofHex(BEZELS[random.nextInt(BEZELS.length)]);
        wall = Colour.ofHex(WALLS[random.nextInt(WALLS.length)]).scaled(random.nextDouble(0.75, 1.05));
        print = body.luma() > 0.45 ? Colour.ofHex(0x2a2d30) : Colour.ofHex(0xe6e8ea);
        unit = UNITS[random.nextInt(UNITS.length)];
        serial = "No." + random.nextInt(100_000, 1_000_000);
        bars = random.nextLong();
        lamp = random.nextBoolean();
        grain = random.nextInt();
    }

    @Override
    public void at(double x, double y, double[] rgb) {
        double window = roundedBox(x, y, display.halfWidth(), display.halfHeight(), 0.06);
        if (window < 0) {
            display.at(x, y, rgb);
            // The bezel stands proud of the glass and throws a shadow on its upper edge.
            double lit = Math.min((y + display.halfHeight()) / 0.1, (x + display.halfWidth()) / 0.06);
            if (lit < 1) {
                BLACK.over(rgb, 0.35 * (1 - Math.max(lit, 0)));
            }
            return;
        }
        double rim = roundedBox(x, y, display.halfWidth() + bezel, display.halfHeight() + bezel, 0.16);
        if (rim < 0) {
            paintBezel(x, y, window, rim, rgb);
        } else {
            double edge = roundedBox(x - bodyX, y - bodyY, halfBodyWidth, halfBodyHeight, 0.28);
            if (edge < 0) {
                paintBody(x, y, edge, rim, rgb);
            } else {
                paintWall(x, y, rgb);
            }
        }
        rgb[0] *= light;
        rgb[1] *= light;
        rgb[2] *= light;
    }

    private void paintBezel(double x, double y, double window, double rim, double[] rgb) {
        set(rgb, frame);
        if (window < 0.05) {
            // The inner edge slopes: its lower and right flanks face the light.
            WHITE.over(rgb, y > display.halfHeight() - 0.02 || x > display.halfWidth() - 0.02 ? 0.22 : 0.03);
        } else if (rim > -0.04) {
            WHITE.over(rgb, 0.16);
        }
    }

    private void paintBody(double x, double y, double edge, double rim, double[] rgb) {
        set(rgb, body);
        double shade = 1.02 - 0.05 * (y - bodyY);
        if (edge > -0.1) {
            double facing = Math.max(-1, Math.min(1, (y - bodyY + 0.4 * (x - bodyX)) / 0.4));
            shade *= 1 - (edge + 0.1) * (0.6 + 1.6 * facing);
        }
        if (rim < 0.1) {
            shade *= 0.82 + 1.8 * rim;
        }
        rgb[0] *= shade;
        rgb[1] *= shade;
        rgb[2] *= shade;
        double top = -display.halfHeight() - bezel - 0.24 - PRINT_HEIGHT;
        double below = display.halfHeight() + bezel + 0.22;
        double left = -display.halfWidth();
        double right = display.halfWidth();
        boolean printed = isPrinted("SIGNET", x - left, y - top, PRINT_HEIGHT)
                || isPrinted(unit, x - right + unit.length() * PRINT_HEIGHT * 0.8, y - top, PRINT_HEIGHT)
                || isPrinted(serial, x - left - 1.75, y - below - 0.06, PRINT_HEIGHT * 0.7)
                || isBar(x - left, y - below);
        if (printed) {
            print.over(rgb, 0.85);
        }
        if (lamp) {
            paintLamp(x - right + 0.2, y - below - 0.15, rgb);
        }
        double screwX = Math.abs(x - bodyX) - halfBodyWidth + 0.26;
        double screwY = Math.abs(y - bodyY) - halfBodyHeight + 0.26;
        double screw = Math.sqrt(screwX * screwX + screwY * screwY);
        if (screw < 0.11) {
            Colour.ofHex(0x8b8f92).over(rgb, 1);
            WHITE.over(rgb, Math.max(0, 0.4 - 4 * (screwX * screwX + (screwY + 0.04) * (screwY + 0.04)) / 0.02));
            if (Math.abs(screwX + screwY) < 0.022) {
                BLACK.over(rgb, 0.6);
            }
        }
    }

    private static void paintLamp(double x, double y, double[] rgb) {
        double distance = Math.sqrt(x * x + y * y);
        if (distance < 0.1) {
            Colour.ofHex(0xc2281e).over(rgb, 1);
            WHITE.over(rgb, Math.max(0, 0.7 - distance * 12));
        }
    }

    private void paintWall(double x, double y, double[] rgb) {
        set(rgb, wall);
        double shadow = roundedBox(x - bodyX - 0.08, y - bodyY - 0.14, halfBodyWidth, halfBodyHeight, 0.28);
        double shade = 1 - 0.04 * x + 0.05 * (grain(x * 2.1, y * 2.1) + 0.5 * grain(x * 7, y * 7) - 0.75);
        if (shadow < 0.25) {
            shade *= 0.55 + 0.45 * Math.max(shadow, 0) / 0.25;
        }
        rgb[0] *= shade;
        rgb[1] *= shade;
        rgb[2] *= shade;
    }

    private static boolean isPrinted(String text, double x, double y, double height) {
        double advance = height * 0.8;
        int index = (int) Math.floor(x / advance);
        if (index < 0 || index >= text.length() || y < -0.05 || y > height + 0.05) {
            return false;
        }
        double width = height * 0.62;
        return DotMatrix.isPrinted(DotMatrix.character(text.charAt(index)), x - index * advance, y / height, width);
    }

    private boolean isBar(double x, double y) {
        return x >= 0 && x < 1.5 && y >= 0 && y < 0.36 && ((bars >> (int) (x / 1.5 * 60)) & 1) != 0;
    }

    /** Smooth noise between 0 and 1, one bump per unit. */
    private double grain(double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double fx = x - column;
        double fy = y - row;
        double sx = fx * fx * (3 - 2 * fx);
        double sy = fy * fy * (3 - 2 * fy);
        double upper = lattice(column, row) * (1 - sx) + lattice(column + 1, row) * sx;
        double lower = lattice(column, row + 1) * (1 - sx) + lattice(column + 1, row + 1) * sx;
        return upper * (1 - sy) + lower * sy;
    }

    private double lattice(int column, int row) {
        int hash = ((column * 0x27d4eb2d) ^ (row * 0x165667b1) ^ grain) * 0x9e3779b1;
        return (((hash ^ (hash >>> 15)) * 0x85ebca6b) >>> 8) / (double) (1 << 24);
    }

    private static void set(double[] rgb, Colour colour) {
        rgb[0] = colour.red();
        rgb[1] = colour.green();
        rgb[2] = colour.blue();
    }

    /** Signed distance to a box with round corners about the origin, negative inside. */
    static double roundedBox(double x, double y, double halfWidth, double halfHeight, double radius) {
        double dx = Math.abs(x) - halfWidth + radius;
        double dy = Math.abs(y) - halfHeight + radius;
        double outside = dx > 0 && dy > 0 ? Math.sqrt(dx * dx + dy * dy) : Math.max(dx, dy);
        return outside - radius;
    }
}
