package org.rocksdb;

/**
 * Stands in for RocksDB's enumeration of that name. HiveMQ's settings name one of its constants, whatever the persistence
 * is; nothing else of RocksDB is touched with persistence in memory, and its 57 MB of native libraries stay away.
 */
public enum CompressionType {
    /** Blocks are stored as they are. */
    NO_COMPRESSION
}
