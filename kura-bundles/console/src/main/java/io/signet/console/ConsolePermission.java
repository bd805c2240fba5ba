package io.signet.console;

/** What somebody who has logged in may do. */
public enum ConsolePermission {
    /** See what is there. */
    READ,
    /** Change settings and models, and ask nodes for evidence. */
    CHANGE
}
