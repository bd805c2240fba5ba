package org.eclipse.kura;

/** What Kura's services throw. */
public class KuraException extends Exception {
    private static final long serialVersionUID = 1;

    private final KuraErrorCode code;

    /** An error; Kura makes a sentence of {@code arguments}. */
    public KuraException(KuraErrorCode code, Object... arguments) {
        super(code + ": " + java.util.Arrays.toString(arguments));
        this.code = code;
    }

    /** What kind of error it is. */
    public KuraErrorCode getCode() {
        return code;
    }
}
