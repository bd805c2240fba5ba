package io.signet.jetson.internal;

import io.signet.jetson.CudaDevice;
import io.signet.jetson.NativeBuffer;
import io.signet.jetson.Preprocessor;
import io.signet.jetson.Recipe;
import io.signet.jetson.ReleasedException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** A device through the native library. */
public final class NativeCudaDevice implements CudaDevice {
    private static final String WHAT = "the CUDA device";

    private final Shared shared;
    private final AtomicBoolean closed = new AtomicBoolean();

    private NativeCudaDevice(Shared shared) {
        this.shared = shared;
    }

    /** The native device, which lives as long as the longest of itself and its buffers. */
    private static final class Shared {
        private final NativeHandle handle;
        private final Holders holders;

        Shared(NativeHandle handle) {
            this.handle = handle;
            this.holders = new Holders(handle::close);
        }

        /** Memory that holds the device from before it is there until it can't be reached any more. */
        ByteBuffer allocate(int bytes) {
            if (!holders.hold()) {
                throw new ReleasedException(WHAT);
            }
            AtomicReference<ByteBuffer> memory = new AtomicReference<>();
            try {
                handle.use(device -> memory.set(view(device, NativeCalls.allocate(device, bytes), bytes)));
                return memory.get();
            } finally {
                if (memory.get() == null) {
                    holders.release();
                }
            }
        }

        private ByteBuffer view(long device, long address, int bytes) {
            boolean handedOver = false;
            try {
                ByteBuffer memory = NativeCalls.view(address, bytes);
                NativeHandle.whenUnreachable(memory, () -> {
                    handle.use(owner -> NativeCalls.free(owner, address));
                    holders.release();
                });
                handedOver = true;
                return memory;
            } finally {
                if (!handedOver) {
                    NativeCalls.free(device, address);
                }
            }
        }
    }

    /** Opens the first device of the driver in the library of this name. */
    public static NativeCudaDevice open(String library) {
        Shared shared = new Shared(new NativeHandle(WHAT, NativeCalls.openCuda(library), NativeCalls::closeCuda));
        NativeCudaDevice device = new NativeCudaDevice(shared);
        AtomicBoolean closed = device.closed;
        NativeHandle.whenUnreachable(device, () -> close(closed, shared));
        return device;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ReleasedException(WHAT);
        }
    }

    @Override
    public NativeBuffer allocate(int bytes) {
        requireOpen();
        Ranges.require("bytes of a buffer", bytes, 1, Integer.MAX_VALUE);
        return NativeBuffer.pinned(shared.allocate(bytes)); // which may be there for longer than this device
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
            shared.holders.release();
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
