package io.signet.inference.tensorrt.internal;

import io.signet.inference.spi.EngineException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Memory in which inputs come and which the device reads where it lies, because it is pinned. It can't be unmapped as long
 * as it is here, or the device would read what is there afterwards. Thread-safe.
 */
final class LentMemory implements AutoCloseable {
    /** Pins memory for the device. */
    interface Pinning {
        void pin(ByteBuffer memory) throws EngineException;

        void unpin(ByteBuffer memory);
    }

    private record Area(ByteBuffer memory, long address) {
        boolean holds(long from, int size) {
            return from >= address && from + size <= address + memory.capacity();
        }
    }

    private final Pinning pinning;
    private final ToLongFunction<ByteBuffer> addressOf;
    private final Consumer<String> log;
    private volatile List<Area> areas = List.of();
    private boolean refused;

    /**
     * Nothing yet.
     *
     * @param wanted whether any is to be pinned; a device that computes on the system's memory gains nothing by it
     * @param addressOf where a direct buffer begins
     * @param log is told once if memory can't be pinned
     */
    LentMemory(boolean wanted, Pinning pinning, ToLongFunction<ByteBuffer> addressOf, Consumer<String> log) {
        this.refused = !wanted;
        this.pinning = pinning;
        this.addressOf = addressOf;
        this.log = log;
    }

    /** Pins {@code memory}, unless that does not work here. */
    synchronized void add(ByteBuffer memory) {
        if (refused || !memory.isDirect()) {
            return;
        }
        try {
            pinning.pin(memory);
            List<Area> more = new ArrayList<>(areas);
            more.add(new Area(memory, addressOf.applyAsLong(memory)));
            areas = List.copyOf(more);
        } catch (EngineException e) {
            refused = true;
            log.accept("inputs are copied once more than they would have to, because their memory can't be pinned: "
                    + e.getMessage());
        }
    }

    /** Unpins {@code memory}; does nothing if it is not here. No run uses it. */
    @SuppressWarnings("ReferenceEquality") // buffers of equal content are other memory
    synchronized void remove(ByteBuffer memory) {
        List<Area> fewer = new ArrayList<>();
        for (Area area : areas) {
            if (area.memory() == memory) {
                pinning.unpin(memory);
            } else {
                fewer.add(area);
            }
        }
        areas = List.copyOf(fewer);
    }

    /** Whether the remaining bytes of {@code data} lie in memory that is here. */
    boolean holds(ByteBuffer data) {
        List<Area> now = areas;
        if (now.isEmpty() || !data.isDirect()) {
            return false;
        }
        long address = addressOf.applyAsLong(data);
        return now.stream().anyMatch(area -> area.holds(address, data.remaining()));
    }

    /** Unpins all. */
    @Override
    public synchronized void close() {
        areas.forEach(area -> pinning.unpin(area.memory()));
        areas = List.of();
    }
}
