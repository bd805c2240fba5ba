package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.internal.Labels;
import io.signet.statement.internal.Times;

/**
 * What a node states about one answer: which model turned which input into which output, on what, for whom and when.
 * A leaf of the node's log. On the wire a map with the keys 0 (the version, 1) to 11 in deterministic CBOR, so that equal
 * statements are equal bytes; docs/protocol.md, section "Statement".
 *
 * @param node who computed the answer
 * @param assurance what protects the node's identity key; its certificate is the authority
 * @param model name of the model, 1 to 64 characters of printable ASCII
 * @param modelPackage digest of the model package
 * @param input digest of the named input tensors, as {@link TensorDigest} has it
 * @param output digest of the named output tensors, as {@link TensorDigest} has it
 * @param engine name and version of the engine, such as {@code tensorflow/2.18.0}, 1 to 64 characters of printable ASCII
 * @param device what it ran on, such as {@code cpu/x86_64}, 1 to 64 characters of printable ASCII
 * @param nonce the number that whoever asked chose
 * @param requester who asked
 * @param timeMillis when, by the node's own clock, in milliseconds since 1970
 */
public record Statement(
        NodeId node,
        Assurance assurance,
        String model,
        Digest modelPackage,
        Digest input,
        Digest output,
        String engine,
        String device,
        Nonce nonce,
        NodeId requester,
        long timeMillis) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 512;

    private static final int FIELDS = 12;
    private static final int VERSION = 1;
    private static final int ASSURANCE_CHARS_MAX = 16;

    public Statement {
        Labels.require("the model's name", model);
        Labels.require("the engine", engine);
        Labels.require("the device", device);
        Times.require("the statement's time", timeMillis);
    }

    /** The encoding, the only one of this statement. */
    public Bytes encode() {
        return new CborWriter(SIZE_BYTES_MAX)
                .startMap(FIELDS)
                .writeInt(0)
                .writeInt(VERSION)
                .writeInt(1)
                .writeBytes(node.value())
                .writeInt(2)
                .writeText(assurance.label())
                .writeInt(3)
                .writeText(model)
                .writeInt(4)
                .writeBytes(modelPackage.value())
                .writeInt(5)
                .writeBytes(input.value())
                .writeInt(6)
                .writeBytes(output.value())
                .writeInt(7)
                .writeText(engine)
                .writeInt(8)
                .writeText(device)
                .writeInt(9)
                .writeBytes(nonce.value())
                .writeInt(10)
                .writeBytes(requester.value())
                .writeInt(11)
                .writeInt(timeMillis)
                .toBytes();
    }

    /**
     * Reads a statement.
     *
     * @throws MalformedException if {@code encoded} is anything else, or of another version
     */
    public static Statement decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readMap(FIELDS);
        reader.readExactInt(0);
        reader.readExactInt(VERSION);
        reader.readExactInt(1);
        NodeId node = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(2);
        int assuranceStart = reader.offset();
        Assurance assurance = Assurance.ofLabel(reader.readText(ASSURANCE_CHARS_MAX))
                .orElseThrow(() -> new MalformedException("there is no assurance of that name", assuranceStart));
        reader.readExactInt(3);
        String model = readLabel(reader, "the model's name");
        reader.readExactInt(4);
        Digest modelPackage = readDigest(reader);
        reader.readExactInt(5);
        Digest input = readDigest(reader);
        reader.readExactInt(6);
        Digest output = readDigest(reader);
        reader.readExactInt(7);
        String engine = readLabel(reader, "the engine");
        reader.readExactInt(8);
        String device = readLabel(reader, "the device");
        reader.readExactInt(9);
        Nonce nonce = new Nonce(reader.readExactBytes(Nonce.SIZE_BYTES));
        reader.readExactInt(10);
        NodeId requester = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(11);
        long timeMillis = reader.readInt(0, Times.MILLIS_MAX);
        reader.expectEnd();
        return new Statement(
                node, assurance, model, modelPackage, input, output, engine, device, nonce, requester, timeMillis);
    }

    private static String readLabel(CborReader reader, String what) throws MalformedException {
        int start = reader.offset();
        String label = reader.readText(Labels.CHARS_MAX);
        Labels.check(what, label, start);
        return label;
    }

    private static Digest readDigest(CborReader reader) throws MalformedException {
        return new Digest(reader.readExactBytes(Digest.SIZE_BYTES));
    }
}
