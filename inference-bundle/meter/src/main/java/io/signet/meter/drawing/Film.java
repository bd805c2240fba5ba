package io.signet.meter.drawing;

import io.signet.meter.internal.Projection;
import java.util.random.RandomGenerator;

/** An exposed frame before it is developed: red, green and blue of each pixel, 0 to 1, and what optics do to them. */
final class Film {
    private final int width;
    private final int height;
    /** Row by row, three values a pixel. */
    private final float[] light;

    Film(int width, int height) {
        this.width = width;
        this.height = height;
        light = new float[width * height * 3];
    }

    /**
     * Takes a picture of {@code scene}.
     *
     * @param toScene from pixels to the scene
     * @param samples how many points a pixel is measured at, in each direction
     */
    void expose(Paint scene, Projection toScene, int samples) {
        double[] rgb = new double[3];
        double share = 1.0 / (samples * samples);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double red = 0;
                double green = 0;
                double blue = 0;
                for (int s = 0; s < samples * samples; s++) {
                    double px = x + (s % samples + 0.5) / samples;
                    double py = y + (Math.floorDiv(s, samples) + 0.5) / samples;
                    scene.at(toScene.x(px, py), toScene.y(px, py), rgb);
                    red += rgb[0];
                    green += rgb[1];
                    blue += rgb[2];
                }
                int at = (y * width + x) * 3;
                light[at] = (float) (red * share);
                light[at + 1] = (float) (green * share);
                light[at + 2] = (float) (blue * share);
            }
        }
    }

    /** Blurs as a lens out of focus does; {@code deviation} is in pixels. */
    void blur(double deviation) {
        if (deviation < 0.2) {
            return;
        }
        int reach = (int) Math.ceil(deviation * 2.5);
        float[] kernel = new float[reach * 2 + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            kernel[i + reach] = (float) StrictMath.exp(-i * i / (2 * deviation * deviation));
            sum += kernel[i + reach];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= (float) sum;
        }
        float[] line = new float[Math.max(width, height)];
        for (int part = 0; part < 3; part++) {
            for (int y = 0; y < height; y++) {
                convolve(y * width * 3 + part, 3, width, kernel, line);
            }
            for (int x = 0; x < width; x++) {
                convolve(x * 3 + part, width * 3, height, kernel, line);
            }
        }
    }

    private void convolve(int start, int step, int count, float[] kernel, float[] line) {
        int reach = kernel.length / 2;
        for (int i = 0; i < count; i++) {
            line[i] = light[start + i * step];
        }
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int k = -reach; k <= reach; k++) {
                sum += kernel[k + reach] * line[Math.max(0, Math.min(count - 1, i + k))];
            }
            light[start + i * step] = sum;
        }
    }

    /** A reflection on the glass: a soft bright ellipse, where {@code strength} is the light's share at its middle. */
    void glare(double centreX, double centreY, double radiusX, double radiusY, double angle, double strength) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = ((x - centreX) * cosine + (y - centreY) * sine) / radiusX;
                double v = ((y - centreY) * cosine - (x - centreX) * sine) / radiusY;
                double distance = u * u + v * v;
                if (distance < 1) {
                    float veil = (float) (strength * (1 - distance) * (1 - distance));
                    int at = (y * width + x) * 3;
                    for (int part = 0; part < 3; part++) {
                        light[at + part] += (1 - light[at + part]) * veil;
                    }
                }
            }
        }
    }

    /** Pulls every value towards {@code grey}; a factor of 1 changes nothing. */
    void contrast(double factor, double grey) {
        for (int i = 0; i < light.length; i++) {
            light[i] = (float) (grey + (light[i] - grey) * factor);
        }
    }

    /** Adds the sensor's noise: mostly brightness, a little colour. */
    void noise(double deviation, RandomGenerator random) {
        if (deviation <= 0) {
            return;
        }
        for (int pixel = 0; pixel < width * height; pixel++) {
            double common = random.nextGaussian() * deviation;
            for (int part = 0; part < 3; part++) {
                light[pixel * 3 + part] += (float) (common + random.nextGaussian() * deviation * 0.25);
            }
        }
    }

    /** Mean brightness, 0 to 1. */
    double mean() {
        double sum = 0;
        for (float value : light) {
            sum += value;
        }
        return sum / light.length;
    }

    Picture develop() {
        int[] rgb = new int[width * height];
        for (int pixel = 0; pixel < rgb.length; pixel++) {
            int at = pixel * 3;
            rgb[pixel] = (eightBits(light[at]) << 16) | (eightBits(light[at + 1]) << 8) | eightBits(light[at + 2]);
        }
        return new Picture(width, height, rgb);
    }

    private static int eightBits(float value) {
        return Math.max(0, Math.min(255, Math.round(value * 255)));
    }
}
