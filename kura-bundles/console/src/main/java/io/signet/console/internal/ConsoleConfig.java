package io.signet.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The node's console. Without this configuration there is none. */
@ObjectClassDefinition(
        id = ConsoleConfig.PID,
        name = "Signet console",
        description =
                "Pages in the browser that show the mesh, its nodes, models and jobs. Where they are served is set in"
                        + " 'Signet pages'.")
public @interface ConsoleConfig {
    /** The configuration's name. */
    String PID = "io.signet.console";

    /** {@code profile.file}. */
    @AttributeDefinition(name = "Profile file", description = "Path of mesh.yaml: mesh, certificates and trust policy.")
    String profile_file();

    /** {@code home.directory}. */
    @AttributeDefinition(
            name = "Home directory",
            description =
                    "Directory in which the console keeps its trail of who did what, and the settings that were changed in it.")
    String home_directory();

    /** {@code password.file}. */
    @AttributeDefinition(
            name = "Password file",
            description =
                    "Path of the file that 'signet node console-password' writes. Empty or missing: nobody logs in by a"
                            + " password of the node's own.",
            required = false)
    String password_file() default "";

    /** {@code certificates}. */
    @AttributeDefinition(
            name = "Certificates",
            description =
                    "Ids of members of the node's owner whose certificates are a login, with leave to change; nobody"
                            + " else's is.",
            required = false)
    String[] certificates() default {};

    /** {@code metrics.token.file}. */
    @AttributeDefinition(
            name = "Token for metrics",
            description =
                    "Path of a file with a token of 20 characters or more in its first line, which nobody else may read:"
                            + " who sends it (Authorization: Bearer) gets /metrics without a login. Empty: nobody does.",
            required = false)
    String metrics_token_file() default "";
}
