package io.signet.gateway.web;

import io.signet.runtime.Limits;

/** What becomes of a request whose body has not been read. */
public sealed interface WebAdmission {
    /**
     * It is answered once its body is there.
     *
     * @param bodyBytesMax most bytes of the body, 0 to {@value #BODY_BYTES_MAX}; a longer one is refused by its length
     */
    record Admitted(int bodyBytesMax) implements WebAdmission {
        /** Most that anybody can ask for. */
        public static final int BODY_BYTES_MAX = 1 << 30;

        public Admitted {
            Limits.requireInRange("bodyBytesMax", bodyBytesMax, 0, BODY_BYTES_MAX);
        }
    }

    /**
     * It is answered now, whatever its body is.
     *
     * @param reply what the client gets
     */
    record Refused(WebReply.Whole reply) implements WebAdmission {}
}
