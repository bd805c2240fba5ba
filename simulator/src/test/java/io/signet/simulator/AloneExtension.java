package io.signet.simulator;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps the promise of {@link Alone} among the processes that run this module's tests: every class holds a lock of one
 * file, which such a class shares with none.
 */
public final class AloneExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Path FILE = Path.of("target", "alone.lock");
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(AloneExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        if (isNested(context)) {
            return; // the lock of the class around it holds
        }
        boolean alone = context.getRequiredTestClass().isAnnotationPresent(Alone.class);
        FileChannel channel =
                FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        context.getStore(NAMESPACE).put(FileLock.class, channel.lock(0, Long.MAX_VALUE, !alone));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (!isNested(context)) {
            context.getStore(NAMESPACE)
                    .remove(FileLock.class, FileLock.class)
                    .acquiredBy()
                    .close();
        }
    }

    private static boolean isNested(ExtensionContext context) {
        return context.getRequiredTestClass().getEnclosingClass() != null;
    }
}
