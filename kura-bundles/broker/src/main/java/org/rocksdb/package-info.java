/** What HiveMQ touches of RocksDB even when it keeps everything in memory. */
@NullMarked
package org.rocksdb;

import org.jspecify.annotations.NullMarked;
