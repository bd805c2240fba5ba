package io.signet.statement.cbor;

/** What a CBOR data item can be in Signet's formats (RFC 8949 section 3.1); floats and other simple values can't. */
public enum CborType {
    /** Major types 0 and 1. */
    INTEGER,
    /** Major type 2. */
    BYTES,
    /** Major type 3. */
    TEXT,
    /** Major type 4. */
    ARRAY,
    /** Major type 5. */
    MAP,
    /** Major type 6. */
    TAG,
    /** Simple values 20 and 21. */
    BOOLEAN,
    /** Simple value 22. */
    NULL
}
