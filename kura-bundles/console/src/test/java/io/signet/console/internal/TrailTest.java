package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.console.ConsoleUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of what people do. */
class TrailTest {
    @TempDir
    private Path home;

    private static TrailEntry entry(long atMillis, String user, TrailEntry.Action action) {
        return new TrailEntry(atMillis, user, "192.0.2.1", action, "");
    }

    @Test
    void refusals_neverPushOutWhatSomebodyDid() throws Exception {
        Trail trail = new Trail(home);
        TrailEntry act = entry(1, "owner", TrailEntry.Action.SETTINGS);
        trail.add(act);
        String long128 = "\u00fc".repeat(ConsoleUser.NAME_CHARS_MAX);
        for (int i = 0; i < 2 * Trail.SHOWN_MAX; i++) {
            trail.add(entry(2 + i, long128, TrailEntry.Action.LOGIN_REFUSED));
        }
        for (Trail read : List.of(trail, new Trail(home))) {
            assertThat(read.newestFirst())
                    .hasSize(1 + Trail.REFUSALS_SHOWN_MAX)
                    .endsWith(act)
                    .startsWith(entry(1 + 2 * Trail.SHOWN_MAX, long128, TrailEntry.Action.LOGIN_REFUSED));
        }
        assertThat(Files.readAllLines(home.resolve(Trail.FILE_NAME))).hasSize(1);
        assertThat(Files.size(home.resolve(Trail.REFUSALS_FILE_NAME))).isLessThan((1 << 18) + 1024);
        assertThat(home.resolve(Trail.REFUSALS_FILE_NAME + ".1")).exists();
    }

    @Test
    void entries_areShownInTheirOrder_newestFirst() {
        Trail trail = new Trail(home);
        TrailEntry first = entry(1, "owner", TrailEntry.Action.LOGIN);
        TrailEntry refused = entry(2, "anna", TrailEntry.Action.LOGIN_REFUSED);
        TrailEntry last = entry(3, "owner", TrailEntry.Action.LOGOUT);
        List.of(first, refused, last).forEach(trail::add);
        assertThat(trail.newestFirst()).containsExactly(last, refused, first);
    }

    @Test
    void names_areCut_andHaveNoControlCharacters() {
        TrailEntry entry = entry(1, "a\nb" + "\ud83d\ude00".repeat(100), TrailEntry.Action.LOGIN_REFUSED);
        assertThat(entry.user()).startsWith("a b").hasSize(ConsoleUser.NAME_CHARS_MAX - 1);
        assertThat(TrailEntry.read(entry.line().strip())).contains(entry);
    }
}
