package io.signet.cli.bench;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;

/**
 * Runs an application package in Vespa's container until standard input ends. It is started in a process whose class path has
 * Vespa, which this program is not built with; hence by reflection.
 */
final class VespaMain {
    private static final String APPLICATION = "com.yahoo.application.Application";
    private static final String NETWORKING = "com.yahoo.application.Networking";

    private VespaMain() {}

    /** @param args the application package's directory */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Class<?> networking = Class.forName(NETWORKING);
        Object enable = networking.getField("enable").get(null);
        Method start = Class.forName(APPLICATION).getMethod("fromApplicationPackage", Path.class, networking);
        start.invoke(null, Path.of(args[0]), enable);
        while (System.in.read() >= 0) {
            // whoever started this process ends it
        }
        Runtime.getRuntime().halt(0); // a server that only benchmarks see has nothing to save
    }
}
