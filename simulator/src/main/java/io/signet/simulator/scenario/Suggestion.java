package io.signet.simulator.scenario;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant. */
final class Suggestion {
    private static final int CHARS_MAX = 60;

    private Suggestion() {}

    /** The one of {@code known} that is nearest to {@code given}, if it is near: at most a third of its letters differ. */
    static Optional<String> of(String given, Collection<String> known) {
        if (given.length() > CHARS_MAX) {
            return Optional.empty();
        }
        String asked = given.toLowerCase(Locale.ROOT).replace('_', '-');
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known) {
            int distance = distance(asked, candidate);
            if (distance < least) {
                nearest = candidate;
                least = distance;
            }
        }
        return least <= Math.max(1, nearest.length() / 3) ? Optional.of(nearest) : Optional.empty();
    }

    /** Fewest insertions, deletions, replacements and swaps of neighbours that make {@code b} of {@code a}. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
