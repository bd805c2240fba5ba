package io.signet.inference.tensorrt.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a plan was made of and for. A plan of anything else is of no use, or worse: TensorRT does not check all of it.
 *
 * @param modelSha256 of the model's file, in hexadecimal
 * @param version TensorRT's
 * @param device name, compute capability and UUID of the device
 * @param precision with which it computes
 * @param samplesSha256 of what it was calibrated with, in hexadecimal; empty if it was not
 * @param rowsMax most rows of a run
 * @param workspaceMib memory that it was built with
 */
record PlanKey(
        String modelSha256,
        String version,
        String device,
        String precision,
        String samplesSha256,
        int rowsMax,
        int workspaceMib) {
    /** The SHA-256 of {@code bytes}, in hexadecimal. */
    static String sha256(ByteBuffer bytes) {
        MessageDigest digest = digest();
        digest.update(bytes.duplicate());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256, which each Java has. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** A name for the plan's file, different for each key. */
    String fileName() {
        String text = String.join(
                "\n",
                modelSha256,
                version,
                device,
                precision,
                samplesSha256,
                String.valueOf(rowsMax),
                String.valueOf(workspaceMib));
        return sha256(StandardCharsets.UTF_8.encode(text)) + PlanCache.EXTENSION;
    }
}
