package io.signet.jetson.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.jetson.TestLibrary;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeLoaderTest {
    @TempDir
    private Path directory;

    @Test
    void missingFile_isAReason() {
        Path file = directory.resolve("none.so");
        assertThat(new NativeLoader("Linux", "amd64", Optional.of(file), directory).load())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("the native library can't be loaded: ")
                        .contains(file.toString()));
    }

    @Test
    void otherSystem_isAReason() {
        assertThat(new NativeLoader("Linux", "riscv64", Optional.empty(), directory).load())
                .contains("no native library for Linux on riscv64");
        assertThat(new NativeLoader("Plan 9", "amd64", Optional.empty(), directory).load())
                .contains("no native library for Plan 9 on amd64");
    }

    @Test
    void directoryThatCannotBeWritten_isAReason() {
        TestLibrary.load();
        Path none = directory.resolve("none");
        NativeLoader loader = NativeLoader.ofThisMachine();
        assertThat(new NativeLoader(loader.system(), loader.architecture(), Optional.empty(), none).load())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("the native library can't be unpacked to " + none)
                        .endsWith("set java.io.tmpdir to a directory that can be written to and executed from"));
    }

    @Test
    void loaded_leavesNoFile() {
        TestLibrary.load();
        NativeLoader loader = NativeLoader.ofThisMachine();
        assertThat(new NativeLoader(loader.system(), loader.architecture(), Optional.empty(), directory).load())
                .isEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
