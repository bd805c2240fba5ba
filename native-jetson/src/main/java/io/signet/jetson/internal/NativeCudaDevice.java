package io.signet.jetson.internal;

import io.signet.jetson.CudaDevice;
import io.signet.jetson.NativeBuffer;
import io.signet.jetson.Preprocessor;
import io.signet.jetson.Recipe;
import io.signet.jetson.ReleasedException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A device through the native library. */
public final class NativeCudaDevice implements CudaDevice {
    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NativeCudaDevice(Shared shared) {
        this.shared = shared;
    }

    /** The native device, which lives as long as the longest of itself and its buffers. */
    private static final class Shared {
        private final NativeHandle handle;
        private final AtomicInteger holders = new AtomicInteger(1);

        Shared(NativeHandle handle) {
            this.handle = handle;
        }

        void hold() {
            holders.incrementAndGet();
        }

        void release() {
            if (holders.decrementAndGet() == 0) {
                handle.close();
            }
        }
    }

    /** Opens the first device of the driver in the library of this name. */
    public static NativeCudaDevice open(String library) {
        Shared shared =
                new Shared(new NativeHandle("the CUDA device", NativeCalls.openCuda(library), NativeCalls::closeCuda));
        NativeCudaDevice device = new NativeCudaDevice(shared);
        AtomicBoolean closed = device.closed;
        NativeHandle.whenUnreachable(device, () -> close(closed, shared));
        return device;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ReleasedException("the CUDA device");
        }
    }

    @Override
    public NativeBuffer allocate(int bytes) {
        requireOpen();
        Ranges.require("bytes of a buffer", bytes, 1, Integer.MAX_VALUE);
        AtomicReference<NativeBuffer> buffer = new AtomicReference<>();
        shared.handle.use(device -> {
            long address = NativeCalls.allocate(device, bytes);
            ByteBuffer memory = NativeCalls.view(address, bytes);
            Shared holder = shared; // and not this device, which may be forgotten before its buffers
            holder.hold();
            NativeHandle.whenUnreachable(memory, () -> {
                holder.handle.use(owner -> NativeCalls.free(owner, address));
                holder.release();
            });
            buffer.set(NativeBuffer.pinned(memory));
        });
        return buffer.get();
    }

    @Override
    public Preprocessor preprocessor() {
        requireOpen();
        return new OnDevice();
    }

    @Override
    public void close() {
        close(closed, shared);
    }

    private static void close(AtomicBoolean closed, Shared shared) {
        if (!closed.getAndSet(true)) {
            shared.release();
        }
    }

    /** Computes on the device; owns nothing. */
    private final class OnDevice implements Preprocessor {
        private final AtomicBoolean ended = new AtomicBoolean();

        @Override
        public void run(Recipe recipe, ByteBuffer picture, ByteBuffer tensor) {
            requireOpen();
            if (ended.get()) {
                throw new ReleasedException("the preprocessor");
            }
            ByteBuffer source = RecipeCodec.source(recipe, picture);
            ByteBuffer target = RecipeCodec.target(recipe, tensor);
            shared.handle.use(device -> NativeCalls.preprocessOnDevice(
                    device, RecipeCodec.numbers(recipe), RecipeCodec.factors(recipe), source, target));
        }

        @Override
        public String path() {
            return "cuda";
        }

        @Override
        public void close() {
            ended.set(true);
        }
    }
}
