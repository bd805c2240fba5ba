package io.signet.inference.tensorrt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.spi.EngineException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LentMemoryTest {
    private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(128);

    private final Set<ByteBuffer> pinned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> log = new ArrayList<>();

    private final LentMemory.Pinning pinning = new LentMemory.Pinning() {
        @Override
        public void pin(ByteBuffer memory) {
            pinned.add(memory);
        }

        @Override
        public void unpin(ByteBuffer memory) {
            pinned.remove(memory);
        }
    };

    private LentMemory memory(boolean wanted, LentMemory.Pinning how) {
        return new LentMemory(wanted, how, CudaPinning::address, log::add);
    }

    @Test
    void partsOfWhatWasLent_areHeldAndNothingElse() {
        LentMemory lent = memory(true, pinning);
        assertThat(lent.holds(MEMORY)).isFalse();

        lent.add(MEMORY);

        assertThat(lent.holds(MEMORY)).isTrue();
        assertThat(lent.holds(MEMORY.slice(64, 64).asReadOnlyBuffer())).isTrue();
        assertThat(lent.holds(MEMORY.duplicate().position(100))).isTrue();
        assertThat(lent.holds(ByteBuffer.allocateDirect(8))).isFalse();
        assertThat(lent.holds(ByteBuffer.allocate(8))).isFalse();
    }

    @Test
    void whatReachesBeyond_isNotHeld() {
        LentMemory lent = memory(true, pinning);
        lent.add(MEMORY.slice(32, 64));

        assertThat(lent.holds(MEMORY.slice(32, 64))).isTrue();
        assertThat(lent.holds(MEMORY.slice(31, 64))).isFalse();
        assertThat(lent.holds(MEMORY.slice(33, 64))).isFalse();
    }

    @Test
    void takenBackOrClosed_isUnpinned() {
        LentMemory lent = memory(true, pinning);
        ByteBuffer other = ByteBuffer.allocateDirect(16);
        lent.add(MEMORY);
        lent.add(other);

        lent.remove(MEMORY);
        lent.remove(ByteBuffer.allocate(0));

        assertThat(lent.holds(MEMORY)).isFalse();
        assertThat(pinned).singleElement().isSameAs(other);
        lent.close();
        assertThat(pinned).isEmpty();
        assertThat(lent.holds(other)).isFalse();
    }

    @Test
    void pinningThatDoesNotWork_isSaidOnceAndNotTriedAgain() {
        LentMemory lent = memory(true, new LentMemory.Pinning() {
            @Override
            public void pin(ByteBuffer memory) throws EngineException {
                throw new EngineException("cudaHostRegister failed: operation not supported (801)");
            }

            @Override
            public void unpin(ByteBuffer memory) {
                throw new IllegalStateException("nothing was pinned");
            }
        });

        lent.add(MEMORY);
        lent.add(MEMORY);

        assertThat(lent.holds(MEMORY)).isFalse();
        assertThat(log)
                .containsExactly("inputs are copied once more than they would have to, because their memory can't be"
                        + " pinned: cudaHostRegister failed: operation not supported (801)");
        lent.close();
    }

    @Test
    void deviceOnTheSystemsMemory_pinsNothing() {
        LentMemory lent = memory(false, pinning);

        lent.add(MEMORY);

        assertThat(pinned).isEmpty();
        assertThat(log).isEmpty();
    }
}
