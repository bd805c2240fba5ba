package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.merkle.MerkleTree;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * No bytes from outside make a reader allocate more than a small multiple of them, and nothing but
 * {@link MalformedException} comes of them.
 */
class AllocationProperties {
    /** Bytes allocated for each byte of input, over {@link #CONSTANT_BYTES} that any reading takes. */
    private static final long MULTIPLE = 8;

    private static final long CONSTANT_BYTES = 32 * 1024;

    /** A certificate takes Java more, but there are few: the examples have no more than four of 4 kB each. */
    private static final long CERTIFICATES_BYTES = 512 * 1024;

    private static final int ATTEMPTS = 3;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A reader that is to be measured. */
    private interface Reading {
        void read(Bytes bytes) throws MalformedException;
    }

    private static final Map<String, Reading> READERS = Map.ofEntries(
            Map.entry("cbor", AllocationProperties::skip),
            Map.entry("cose", CoseSign1::decode),
            Map.entry("statement", Statement::decode),
            Map.entry("tree head", TreeHead::decode),
            Map.entry("receipt", bytes -> Receipt.decode(bytes, Bytes.EMPTY)),
            Map.entry("consistency receipt", bytes -> ConsistencyReceipt.decode(bytes, 1, MerkleTree.emptyRoot())),
            Map.entry("session certificate", SessionCertificate::decode),
            Map.entry("identity chain", IdentityChain::decode),
            Map.entry("cosignature", Cosignature::decode),
            Map.entry("equivocation", Equivocation::decode),
            Map.entry("tensors", bytes -> Tensors.read(new CborReader(bytes))),
            Map.entry("proof", Proof::decode));

    private static final Map<String, Bytes> EXAMPLES = Map.ofEntries(
            Map.entry("cbor", FuzzSeeds.PROOF.encode()),
            Map.entry("cose", FuzzSeeds.treeHead()),
            Map.entry("statement", FuzzSeeds.PROOF.statement()),
            Map.entry("tree head", FuzzSeeds.treeHead()),
            Map.entry("receipt", FuzzSeeds.PROOF.receipt()),
            Map.entry(
                    "consistency receipt", ConsistencyReceiptTest.receipt(1, 7).encode()),
            Map.entry("session certificate", FuzzSeeds.sessionCertificate()),
            Map.entry("identity chain", FuzzSeeds.NODE.chain().encode()),
            Map.entry("cosignature", FuzzSeeds.cosignature()),
            Map.entry("equivocation", FuzzSeeds.equivocation()),
            Map.entry("tensors", FuzzSeeds.tensors(TestLog.INPUTS)),
            Map.entry("proof", FuzzSeeds.PROOF.encode()));

    /** These hold certificates, a proof those of its witnesses as well. */
    private static final Set<String> WITH_CERTIFICATES =
            Set.of("identity chain", "cosignature", "equivocation", "proof");

    private static void skip(Bytes bytes) throws MalformedException {
        CborReader reader = new CborReader(bytes);
        reader.skipValue();
        reader.expectEnd();
    }

    private static void assertBounded(String name, Bytes input) {
        boolean certificates = WITH_CERTIFICATES.contains(name);
        long bound = MULTIPLE * input.size() + CONSTANT_BYTES + (certificates ? CERTIFICATES_BYTES : 0);
        long allocated = Long.MAX_VALUE;
        // Only the first time round does Java load classes and link call sites, which counts as well.
        for (int attempt = 0; attempt < ATTEMPTS && allocated > bound; attempt++) {
            allocated = Math.min(allocated, allocatedBytes(name, input));
        }
        assertThat(allocated)
                .as("bytes allocated by %s for %d bytes of input", name, input.size())
                .isLessThanOrEqualTo(bound);
    }

    private static long allocatedBytes(String name, Bytes input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int offset = 0;
        try {
            READERS.get(name).read(input);
        } catch (MalformedException refused) {
            offset = refused.offset();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(offset).isBetween(0, input.size());
        return allocated;
    }

    @Provide
    Arbitrary<String> readers() {
        return Arbitraries.of(READERS.keySet());
    }

    @Property
    void anyBytes_areReadInBounds(@ForAll("readers") String name, @ForAll byte[] bytes) {
        assertBounded(name, Bytes.copyOf(bytes));
    }

    @Property(tries = 1000)
    void anExampleWithAnInflatedLength_isReadInBounds(
            @ForAll("readers") String name, @ForAll int place, @ForAll int head) {
        byte[] example = EXAMPLES.get(name).toArray();
        int at = Math.floorMod(place, example.length);
        // A string, array or map whose head says that it has up to 2^63-1 parts.
        int[] majors = {0x40, 0x60, 0x80, 0xa0};
        int size = 1 << Math.floorMod(head, 4);
        ByteBuffer inflated = ByteBuffer.allocate(example.length + size + 1);
        inflated.put(example, 0, at);
        inflated.put((byte) (majors[Math.floorMod(head >> 2, 4)] + 24 + Math.floorMod(head, 4)));
        for (int i = 0; i < size; i++) {
            inflated.put((byte) (i == 0 ? 0x7f : 0xff));
        }
        inflated.put(example, at, example.length - at);
        assertBounded(name, Bytes.copyOf(inflated.flip()));
    }

    @Property(tries = 1000)
    void anExampleWithChangedBytes_isReadInBounds(
            @ForAll("readers") String name, @ForAll int place, @ForAll byte change, @ForAll byte next) {
        byte[] example = EXAMPLES.get(name).toArray();
        example[Math.floorMod(place, example.length)] ^= change;
        example[Math.floorMod(place + 1, example.length)] ^= next;
        assertBounded(name, Bytes.copyOf(example));
    }

    @Example
    void aMegabyteOfTheSmallestItems_isReadInBounds() {
        int items = 1 << 20;
        ByteBuffer array = ByteBuffer.allocate(5 + items).put((byte) 0x9a).putInt(items);
        for (String name : READERS.keySet()) {
            assertBounded(name, Bytes.copyOf(array.rewind()));
        }
    }
}
