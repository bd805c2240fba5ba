package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKeysException;
import io.signet.attestation.tpm.TpmRefusedException;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.attestation.tpm.TpmUnavailableException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's keys in its TPM, through all that may happen to the way there: when the resource manager was restarted, the TPM
 * reset or the emulator is back, it connects and loads the keys again. Thread-safe; one operation at a time, as a TPM does.
 */
final class TpmLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TpmLink.class);

    private final TpmTransport transport;
    private final KeyDirectory directory;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final WrappedKeys keys;

    private Optional<LoadedKeys> loaded = Optional.empty();
    private AfterLoad afterLoad = tpm -> {};
    private boolean lost;
    private boolean closed;

    private TpmLink(TpmTransport transport, KeyDirectory directory, WrappedKeys keys, RandomGenerator random) {
        this.transport = transport;
        this.directory = directory;
        this.keys = keys;
        this.random = random;
    }

    /**
     * Reads a node's keys, or has the TPM make them if there are none yet. Keys that exist need no TPM at this moment.
     *
     * @param random a {@link java.security.SecureRandom}
     */
    static TpmLink open(TpmTransport transport, KeyDirectory directory, RandomGenerator random) throws TpmException {
        Optional<WrappedKeys> existing = directory.read();
        if (existing.isPresent()) {
            return new TpmLink(transport, directory, existing.get(), random);
        }
        try (TpmConnection tpm = connect(transport, random)) {
            tpm.flushAll();
            WrappedKeys made = KeyMaker.makeAll(tpm, random);
            directory.create(made);
            return new TpmLink(transport, directory, made, random);
        }
    }

    private static TpmConnection connect(TpmTransport transport, RandomGenerator random)
            throws TpmUnavailableException {
        try {
            return new TpmConnection(transport.connect(), random);
        } catch (IOException e) {
            throw new TpmUnavailableException("the TPM can't be reached: " + TpmConnection.reason(e), e);
        }
    }

    /** Done each time when the keys were loaded, before anything else is. */
    @FunctionalInterface
    interface AfterLoad {
        void run(TpmConnection tpm) throws TpmException;
    }

    /** Sets what is done each time when the keys were loaded. */
    void afterLoad(AfterLoad action) {
        lock.lock();
        try {
            afterLoad = action;
        } finally {
            lock.unlock();
        }
    }

    WrappedKeys keys() {
        return keys;
    }

    /** What is to be done with the keys. */
    @FunctionalInterface
    interface Operation<T> {
        T run(LoadedKeys keys) throws TpmException;
    }

    /**
     * Does {@code operation}; once more if the way to the TPM was cut or the TPM reset since the last one. It must
     * therefore do no harm when it is done twice.
     */
    <T> T call(Operation<T> operation) throws TpmException {
        lock.lock();
        try {
            boolean fresh = loaded.isEmpty();
            try {
                return operation.run(require());
            } catch (TpmUnavailableException e) {
                drop();
                if (fresh) {
                    throw e;
                }
            } catch (TpmRefusedException e) {
                if (fresh || !ResponseCode.saysLoadAgain(e)) {
                    throw e;
                }
                drop();
            }
            return again(operation);
        } finally {
            lock.unlock();
        }
    }

    private <T> T again(Operation<T> operation) throws TpmException {
        try {
            return operation.run(require());
        } catch (TpmUnavailableException e) {
            drop();
            throw e;
        }
    }

    private LoadedKeys require() throws TpmException {
        if (closed) {
            throw new TpmUnavailableException("the key is closed");
        }
        if (loaded.isEmpty()) {
            loaded = Optional.of(load());
            if (lost) {
                lost = false;
                LOG.info("the TPM is back");
            }
        }
        return loaded.get();
    }

    private LoadedKeys load() throws TpmException {
        TpmConnection tpm = connect(transport, random);
        boolean done = false;
        try {
            tpm.flushAll();
            LoadedKeys result = LoadedKeys.load(tpm, keys);
            afterLoad.run(tpm);
            done = true;
            return result;
        } catch (LoadedKeys.AnotherTpmException e) {
            throw new TpmKeysException(
                    directory.file(),
                    "these keys are another TPM's, or this one was cleared since: they are lost. Delete the file and enrol"
                            + " the node anew; it will be another node",
                    e);
        } finally {
            if (!done) {
                tpm.close();
            }
        }
    }

    private void drop() {
        loaded.ifPresent(LoadedKeys::close);
        loaded = Optional.empty();
        if (!lost) {
            lost = true;
            LOG.warn("the TPM is lost; trying again whenever the key is needed");
        }
    }

    /** Ends the connection, and with it frees what the keys take in the TPM. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            loaded.ifPresent(LoadedKeys::close);
            loaded = Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
