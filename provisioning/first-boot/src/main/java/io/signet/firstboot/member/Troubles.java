package io.signet.firstboot.member;

import io.signet.firstboot.ClockCheck.Word;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;

/** What is wrong now, at most one thing of a kind; each is logged when it begins, when it changes, and when it is over. */
final class Troubles {
    private final Logger log;
    private final Map<Kind, Word> now = new EnumMap<>(Kind.class);

    /** What can be wrong, the worst first. */
    enum Kind {
        /** The certificate will end. */
        RENEWAL("renewal"),
        /** What the owner wants is not understood. */
        PROFILE("profile"),
        /** A package is missing. */
        MODELS("models"),
        /** Nobody says what the owner wants. */
        REGISTRAR("registrar");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    Troubles(Logger log) {
        this.log = log;
    }

    void say(Kind kind, String words, String help) {
        Word word = new Word(words, help);
        if (!word.equals(now.put(kind, word))) {
            log.warn("{}. What to do: {}", words, help);
        }
    }

    void over(Kind kind) {
        if (now.remove(kind) != null) {
            log.info("the trouble with the {} is over", kind.title);
        }
    }

    /** The worst, for people; a registrar that is not reached only if {@code isSilent}. */
    Optional<Word> first(boolean isSilent) {
        return now.entrySet().stream()
                .filter(trouble -> trouble.getKey() != Kind.REGISTRAR || isSilent)
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
