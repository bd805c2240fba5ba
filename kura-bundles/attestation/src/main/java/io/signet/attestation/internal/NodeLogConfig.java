package io.signet.attestation.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where a node keeps its log, and how much may wait for a signature. */
@ObjectClassDefinition(
        id = NodeLogConfig.PID,
        name = "Signet node log",
        description = "The node's append-only log of statements")
public @interface NodeLogConfig {
    /** The configuration's name. */
    String PID = "io.signet.attestation.log";

    /** {@code directory}: of this log alone. */
    @AttributeDefinition(name = "Directory", description = "Of this log alone; created if need be")
    String directory();

    /** {@code queue.statements.max}. */
    @AttributeDefinition(
            name = "Waiting statements",
            description = "How many statements may wait for their signature; more are refused",
            min = "1",
            max = "1000000")
    int queue_statements_max() default 16_384;

    /** {@code queue.bytes.max}. */
    @AttributeDefinition(
            name = "Waiting bytes",
            description = "How many bytes the waiting statements may have together",
            min = "65536",
            max = "1073741824")
    long queue_bytes_max() default 33_554_432;

    /** {@code segment.bytes.max}. */
    @AttributeDefinition(
            name = "Segment size",
            description = "Size in bytes from which on a new file of entries is begun, until they are in tiles",
            min = "1024",
            max = "536870912")
    int segment_bytes_max() default 4_194_304;

    /** {@code retry.ms}. */
    @AttributeDefinition(
            name = "Retry",
            description = "Milliseconds after the key or the disk failed before it is tried again",
            min = "1",
            max = "3600000")
    int retry_ms() default 1_000;

    /** {@code head.interval.min.ms}. */
    @AttributeDefinition(
            name = "Least time between signatures",
            description = "In milliseconds, under load; spends less of a processor that signs in software",
            min = "0",
            max = "1000")
    int head_interval_min_ms() default 20;

    /** {@code publish.interval.ms}. */
    @AttributeDefinition(
            name = "Time between publications",
            description =
                    "In milliseconds: so often at most is written what a web server needs to show the log's directory",
            min = "100",
            max = "3600000")
    int publish_interval_ms() default 10_000;
}
