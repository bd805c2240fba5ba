package io.signet.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The exit codes of a command, besides {@link ExitCode#USAGE} and {@link ExitCode#INTERNAL}, which all have. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Exits {
    /** In the order of {@link ExitCode}. */
    ExitCode[] value();
}
