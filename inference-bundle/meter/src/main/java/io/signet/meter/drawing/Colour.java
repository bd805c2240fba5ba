package io.signet.meter.drawing;

/** A colour as the screen shows it, each part 0 to 1. */
record Colour(double red, double green, double blue) {

    static Colour ofHex(int rgb) {
        return new Colour(((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0, (rgb & 0xff) / 255.0);
    }

    Colour scaled(double factor) {
        return new Colour(red * factor, green * factor, blue * factor);
    }

    Colour mixed(Colour other, double share) {
        return new Colour(
                red + (other.red - red) * share,
                green + (other.green - green) * share,
                blue + (other.blue - blue) * share);
    }

    double luma() {
        return 0.299 * red + 0.587 * green + 0.114 * blue;
    }

    /** Puts this colour over the first three elements of {@code rgb}. */
    void over(double[] rgb, double opacity) {
        rgb[0] += (red - rgb[0]) * opacity;
        rgb[1] += (green - rgb[1]) * opacity;
        rgb[2] += (blue - rgb[2]) * opacity;
    }

    /** Adds this colour's light to the first three elements of {@code rgb}. */
    void addTo(double[] rgb, double amount) {
        rgb[0] += red * amount;
        rgb[1] += green * amount;
        rgb[2] += blue * amount;
    }
}
