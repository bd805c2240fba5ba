package io.signet.simulator.planted;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * All of Signet's classes once more, some of them with a bug. Nothing of it is shared with the test's own classes, so that
 * a bug ends with its world.
 */
final class PlantedWorld extends ClassLoader {
    private static final String OURS = "io.signet.";
    /** A process has one provider of this name, which knows the simulated keys of one world. */
    private static final String SIGNATURES = "SignetSimulation";

    private final Map<String, byte[]> changed;

    private PlantedWorld(Map<String, byte[]> changed) {
        super(PlantedWorld.class.getClassLoader());
        this.changed = Map.copyOf(changed);
    }

    /** A world with {@code bugs}, each in a class of its own. */
    static PlantedWorld with(Set<PlantedBug> bugs) {
        ClassLoader production = PlantedWorld.class.getClassLoader();
        return new PlantedWorld(
                bugs.stream().collect(Collectors.toMap(PlantedBug::type, bug -> bug.classFile(production))));
    }

    /** What of the scenario does not hold in a run in this world; see {@link BrokenClaims}. */
    @SuppressWarnings("unchecked")
    Map<String, String> brokenClaims(String scenario, long seed) throws ReflectiveOperationException {
        Optional<Provider> signatures = Optional.ofNullable(Security.getProvider(SIGNATURES));
        Security.removeProvider(SIGNATURES);
        try {
            return ((BiFunction<String, Long, Map<String, String>>) loadClass(BrokenClaims.class.getName())
                            .getConstructor()
                            .newInstance())
                    .apply(scenario, seed);
        } finally {
            Security.removeProvider(SIGNATURES);
            signatures.ifPresent(s -> Security.insertProviderAt(s, 1));
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith(OURS)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changed.containsKey(name) ? changed.get(name) : unchanged(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] unchanged(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("can't read class " + name, e);
        }
    }
}
