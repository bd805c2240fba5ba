package io.signet.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Examples of a command, shown at the end of its help. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Examples {
    /** Command lines as people type them. */
    String[] value();
}
