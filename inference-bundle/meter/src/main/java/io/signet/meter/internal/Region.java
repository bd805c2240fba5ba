package io.signet.meter.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A connected region of a picture, seen from its four sides.
 *
 * <p>{@code upper[x - left]} is the first row of the region in column x, {@code leftmost[y - top]} its first column in
 * row y, and so on; every row and column between has at least one pixel.
 */
final class Region {
    final int left;
    final int top;
    final int right;
    final int bottom;
    final int pixels;
    private final int[] upper;
    private final int[] lower;
    private final int[] leftmost;
    private final int[] rightmost;

    private Region(int[] members, int count, int width) {
        int minX = Integer.MAX_VALUE;
        int maxX = -1;
        int minY = Integer.MAX_VALUE;
        int maxY = -1;
        for (int i = 0; i < count; i++) {
            int x = members[i] % width;
            int y = members[i] / width;
            minX = Math.min(minX, x);
            maxX = Math.max(maxX, x);
            minY = Math.min(minY, y);
            maxY = Math.max(maxY, y);
        }
        left = minX;
        right = maxX;
        top = minY;
        bottom = maxY;
        pixels = count;
        upper = filled(columns(), Integer.MAX_VALUE);
        lower = filled(columns(), -1);
        leftmost = filled(rows(), Integer.MAX_VALUE);
        rightmost = filled(rows(), -1);
        for (int i = 0; i < count; i++) {
            int x = members[i] % width;
            int y = members[i] / width;
            upper[x - left] = Math.min(upper[x - left], y);
            lower[x - left] = Math.max(lower[x - left], y);
            leftmost[y - top] = Math.min(leftmost[y - top], x);
            rightmost[y - top] = Math.max(rightmost[y - top], x);
        }
    }

    int columns() {
        return right - left + 1;
    }

    int rows() {
        return bottom - top + 1;
    }

    int upper(int x) {
        return upper[x - left];
    }

    int lower(int x) {
        return lower[x - left];
    }

    int leftmost(int y) {
        return leftmost[y - top];
    }

    int rightmost(int y) {
        return rightmost[y - top];
    }

    /**
     * The regions of a picture whose pixels hold {@code inside}, joined through their sides.
     *
     * @param pixelsMin smaller regions are left out
     */
    static List<Region> find(int width, int height, IntPredicate inside, int pixelsMin) {
        List<Region> regions = new ArrayList<>();
        boolean[] open = new boolean[width * height];
        for (int i = 0; i < open.length; i++) {
            open[i] = inside.test(i);
        }
        int[] members = new int[open.length];
        for (int start = 0; start < open.length; start++) {
            if (open[start]) {
                int count = flood(open, members, start, width);
                if (count >= pixelsMin) {
                    regions.add(new Region(members, count, width));
                }
            }
        }
        return regions;
    }

    /** Takes the region around {@code start} out of {@code open} and lists it in {@code members}; returns its size. */
    static int flood(boolean[] open, int[] members, int start, int width) {
        open[start] = false;
        members[0] = start;
        int count = 1;
        for (int next = 0; next < count; next++) {
            int at = members[next];
            int x = at % width;
            if (x > 0 && open[at - 1]) {
                open[at - 1] = false;
                members[count++] = at - 1;
            }
            if (x < width - 1 && open[at + 1]) {
                open[at + 1] = false;
                members[count++] = at + 1;
            }
            if (at >= width && open[at - width]) {
                open[at - width] = false;
                members[count++] = at - width;
            }
            if (at + width < open.length && open[at + width]) {
                open[at + width] = false;
                members[count++] = at + width;
            }
        }
        return count;
    }

    private static int[] filled(int size, int value) {
        int[] array = new int[size];
        Arrays.fill(array, value);
        return array;
    }
}
