package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the node is, in Kura's console. Nothing is set here. */
@ObjectClassDefinition(
        id = StatusOptions.PID,
        name = "Signet Status",
        description = "How the node is, as it says itself. Nothing is set here: what somebody writes is replaced within"
                + " seconds. Load the page again to see what has changed.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface StatusOptions {
    /** Name of the component, of its configuration and of its metatype: Kura wants one for all three. */
    String PID = "io.signet.kura.status";

    /** {@code state}. */
    @AttributeDefinition(
            name = "State",
            description = "Whether the node is off, starting, joining its mesh, or a member.",
            required = false)
    String state() default "";

    /** {@code node}. */
    @AttributeDefinition(name = "Node", description = "The node's id, by which others know it.", required = false)
    String node() default "";

    /** {@code key}. */
    @AttributeDefinition(name = "Key", description = "What protects the node's key, and where it is.", required = false)
    String key() default "";

    /** {@code settings}. */
    @AttributeDefinition(
            name = "Settings",
            description = "What of each component's settings is in force, and what was refused, and why.",
            required = false)
    String settings() default "";

    /** {@code console}. */
    @AttributeDefinition(
            name = "Console",
            description = "Where the node's own console is, with all of the mesh.",
            required = false)
    String console() default "";
}
