package io.signet.jetson.internal;

import io.signet.jetson.CudaException;
import io.signet.jetson.CudaProbe;

/** What the native library says of a device: its numbers and its name, divided by tabs. */
public final class CudaProbeText {
    private CudaProbeText() {}

    /** Asks the driver in the library of this name. */
    public static CudaProbe probe(String library) {
        String[] fields;
        try {
            fields = NativeCalls.probeCuda(library).split("\t", -1);
        } catch (CudaException e) {
            return new CudaProbe.Absent(e.getMessage());
        }
        return new CudaProbe.Present(
                fields[5],
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                fields[3].equals("1"),
                Integer.parseInt(fields[4]));
    }
}
