package io.signet.meter.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Finds the display in a picture of a meter.
 *
 * <p>The picture is cut at many levels of brightness. Each region that fills a quadrilateral of a display's proportions
 * is straightened, and the one whose inside looks most like six digits in a row is the display: its window, or the
 * bezel around it, which serves as well.
 */
public final class DisplayFinder {
    private static final int SEARCH_WIDTH = 220;
    private static final int SURFACE_SOURCE_WIDTH = 480;
    private static final int LEVELS = 12;
    private static final int CANDIDATES_MAX = 64;
    private static final int SURFACE_WIDTH = 168;
    private static final double WIDTH_MIN = 0.25;
    private static final double WIDTH_USUAL = 0.5;
    private static final double ASPECT_MIN = 1.9;
    private static final double ASPECT_MAX = 7;

    private final Grey picture;
    private final Grey search;
    private final int searchFactor;

    private DisplayFinder(Grey picture) {
        this.picture = picture;
        searchFactor = factor(picture, SEARCH_WIDTH);
        search = picture.reduced(searchFactor);
    }

    /**
     * Where the six digits are.
     *
     * @param toPicture from cells (0 to 6 across, 0 to 1 down) to the picture
     * @param found false if no display was found, so that the cells divide the whole picture
     */
    public record Located(Projection toPicture, boolean found) {}

    /** Finds the digits of {@code picture}. */
    public static Located locate(Grey picture) {
        return new DisplayFinder(picture).locate();
    }

    private Located locate() {
        int sourceFactor = factor(picture, SURFACE_SOURCE_WIDTH);
        Grey source = picture.reduced(sourceFactor);
        Located best = new Located(new Projection(picture.width() / 6.0, 0, 0, 0, picture.height(), 0, 0, 0), false);
        double bestScore = DigitGrid.SCORE_MIN;
        for (Quad quad : candidates()) {
            Quad onSource = quad.scaled((double) searchFactor / sourceFactor);
            int height = (int) Math.round(SURFACE_WIDTH * onSource.height() / onSource.width());
            Projection straight = Projection.ofRectangleOnto(SURFACE_WIDTH, height, onSource);
            double[] surface = surface(source, straight, height);
            DigitGrid grid = fit(surface, height, true).orBetter(fit(surface, height, false));
            if (grid.score() > bestScore) {
                Projection enlarge = new Projection(sourceFactor, 0, 0, 0, sourceFactor, 0, 0, 0);
                Projection toPicture = grid.toSurface().then(straight).then(enlarge);
                double score = grid.score() - smallness(toPicture);
                if (score > bestScore) {
                    bestScore = score;
                    best = new Located(toPicture, true);
                }
            }
        }
        return best;
    }

    /** What a row of signs loses by being small: other rows of six, such as a maker's name, are smaller than the digits. */
    private double smallness(Projection toPicture) {
        double across =
                Math.hypot(toPicture.x(6, 0.5) - toPicture.x(0, 0.5), toPicture.y(6, 0.5) - toPicture.y(0, 0.5));
        return Math.max(0, WIDTH_USUAL - across / picture.width());
    }

    private static DigitGrid fit(double[] surface, int height, boolean dark) {
        return DigitGrid.fit(Ink.of(surface, SURFACE_WIDTH, height, dark));
    }

    private static double[] surface(Grey source, Projection straight, int height) {
        double[] surface = new double[SURFACE_WIDTH * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < SURFACE_WIDTH; x++) {
                surface[y * SURFACE_WIDTH + x] =
                        source.sample(straight.x(x + 0.5, y + 0.5), straight.y(x + 0.5, y + 0.5));
            }
        }
        return surface;
    }

    private List<Quad> candidates() {
        List<Quad> candidates = new ArrayList<>();
        add(candidates, Quad.ofRectangle(search.width(), search.height()));
        for (Quad quad : DigitLines.find(search)) {
            add(candidates, quad);
        }
        int[] brightness = new int[search.width() * search.height()];
        for (int i = 0; i < brightness.length; i++) {
            brightness[i] = search.at(i % search.width(), i / search.width());
        }
        int[] sorted = brightness.clone();
        Arrays.sort(sorted);
        double low = sorted[sorted.length / 50];
        double high = sorted[sorted.length - 1 - sorted.length / 50];
        for (int level = 1; level <= LEVELS; level++) {
            // Even steps of brightness miss a dark display beside a reflection; even shares of the pixels don't.
            cut(candidates, brightness, low + (high - low) * level / (LEVELS + 1));
            cut(candidates, brightness, sorted[sorted.length * level / (LEVELS + 1)]);
        }
        return candidates;
    }

    private void cut(List<Quad> candidates, int[] brightness, double threshold) {
        collect(candidates, i -> brightness[i] > threshold);
        collect(candidates, i -> brightness[i] <= threshold);
    }

    private void collect(List<Quad> candidates, IntPredicate inside) {
        int pixelsMin = search.width() * search.height() / 100;
        for (Region region : Region.find(search.width(), search.height(), inside, pixelsMin)) {
            if (region.columns() >= WIDTH_MIN * search.width() && region.rows() * 1.2 < region.columns()) {
                QuadFit.fit(region).ifPresent(quad -> add(candidates, quad));
            }
        }
    }

    private static void add(List<Quad> candidates, Quad quad) {
        double aspect = quad.width() / quad.height();
        if (aspect < ASPECT_MIN || aspect > ASPECT_MAX || candidates.size() >= CANDIDATES_MAX) {
            return;
        }
        for (Quad known : candidates) {
            if (known.distance(quad) < 1.5) {
                return;
            }
        }
        candidates.add(quad);
    }

    private static int factor(Grey picture, int width) {
        return Math.max(1, (int) Math.ceil(Math.max(picture.width(), picture.height()) / (double) width));
    }
}
