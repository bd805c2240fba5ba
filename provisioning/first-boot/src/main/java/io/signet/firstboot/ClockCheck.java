package io.signet.firstboot;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This machine's clock against the registrar's. One thread. */
public final class ClockCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);
    /** A clock that is off by more than this is worth a word. */
    private static final Duration OFF_MAX = Duration.ofMinutes(5);

    private Duration ahead = Duration.ZERO;
    private Optional<Duration> said = Optional.empty();

    /**
     * What is wrong, and what to do.
     *
     * @param words without a capital letter or full stop
     */
    public record Word(String words, String help) {}

    /** What to say of a clock that is {@code ahead} of the registrar's; nothing if it is right. */
    static Optional<Word> word(Duration ahead) {
        if (ahead.abs().compareTo(OFF_MAX) <= 0) {
            return Optional.empty();
        }
        long days = ahead.abs().toDays();
        String off = days > 0 ? days + " days" : ahead.abs().toMinutes() + " minutes";
        return Optional.of(new Word(
                "this machine's clock is " + off + (ahead.isNegative() ? " behind" : " ahead of") + " the registrar's",
                "set it, or let systemd-timesyncd do so: brokers and peers refuse certificates that have ended or not begun by"
                        + " their clocks, and answers carry this time"));
    }

    /** The registrar told its time; each change is logged once. */
    public void look(Duration nowAhead) {
        ahead = nowAhead;
        Optional<Word> word = word(nowAhead);
        if (word.isEmpty()) {
            if (said.isPresent()) {
                LOG.info("this machine's clock is right again");
            }
            said = Optional.empty();
        } else if (said.isEmpty() || said.get().minus(nowAhead).abs().compareTo(OFF_MAX) > 0) {
            LOG.warn("{}. What to do: {}", word.get().words(), word.get().help());
            said = Optional.of(nowAhead);
        }
    }

    /** How far this machine's clock is ahead, as far as is known. */
    public Duration ahead() {
        return ahead;
    }

    /** What was said last; empty if the clock is right. */
    public Optional<Word> trouble() {
        return said.flatMap(ClockCheck::word);
    }
}
