package io.signet.inference.model;

import io.signet.inference.spi.Precision;
import io.signet.runtime.Limits;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a package says about its model. Its encoding's digest is the package's digest, and is what the publisher signs.
 *
 * @param identity name, version, description, date
 * @param contract what the model takes and gives
 * @param variants 1 to {@link #VARIANTS_MAX} forms of the model, each of another format
 * @param card path of the model card: what it is for, how it was made, how well it does; Markdown
 * @param licence terms of use
 * @param properties what programs that know this model want to know besides, at most {@link #PROPERTIES_MAX}
 * @param files every file of the package, sorted by path
 * @param provenance where the model comes from and how well it does, as far as its publisher says
 * @param encryption how the files of the variants are encrypted, if they are; card and licence never are, and sizes and
 *     digests are those of the files as they lie in the package
 */
public record Manifest(
        ModelIdentity identity,
        ModelInterface contract,
        List<ModelVariant> variants,
        String card,
        Licence licence,
        SortedMap<String, String> properties,
        List<PackagedFile> files,
        Provenance provenance,
        Optional<Encryption> encryption) {
    /** Most variants of a model. */
    public static final int VARIANTS_MAX = 16;

    /** Most properties of a model. */
    public static final int PROPERTIES_MAX = 32;

    /** Most files of a package. */
    public static final int FILES_MAX = 256;

    /**
     * Property: by how much the model's own outputs may differ between engines that compute in 32 bits, absolutely; a decimal
     * number. The publisher says so, and who compares two nodes goes by it.
     */
    public static final String TOLERANCE = "tolerance.absolute";

    /** Property: by how much they may differ besides, as a fraction of the larger of two values; a decimal number. */
    public static final String TOLERANCE_RELATIVE = "tolerance.relative";

    /**
     * Property: with how few bits engines may compute the model, by its publisher's word: {@code fp16}, {@code int8} or
     * both, a blank between. Nothing but 32 bits unless it is stated.
     */
    public static final String PRECISIONS = "precisions";

    static final int PROPERTY_CHARS_MAX = 256;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,12})?");

    public Manifest {
        variants = List.copyOf(variants);
        files = List.copyOf(files);
        properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
        Limits.requireInRange("number of variants", variants.size(), 1, VARIANTS_MAX);
        Limits.requireInRange("number of properties", properties.size(), 0, PROPERTIES_MAX);
        Limits.requireInRange("number of files", files.size(), 1, FILES_MAX);
        properties.forEach((key, value) -> {
            Limits.requireText("key of a property", key, PROPERTY_CHARS_MAX);
            Limits.requireText("property " + key, value, PROPERTY_CHARS_MAX);
        });
        requireDecimal(properties, TOLERANCE);
        requireDecimal(properties, TOLERANCE_RELATIVE);
        precisions(properties);
        requireFiles(files);
        requireFile(files, "model card", card);
        requireFile(files, "licence", licence.path());
        Set<String> formats = new HashSet<>();
        for (ModelVariant variant : variants) {
            if (!formats.add(variant.format())) {
                throw new IllegalArgumentException("two variants have the format " + variant.format());
            }
            if (files.stream().noneMatch(file -> variant.holds(file.path()))) {
                throw new IllegalArgumentException(
                        "variant " + variant.format() + " has no file in " + variant.directory());
            }
            if (encryption.isPresent()) {
                requireEncrypted(files, variant, card, licence);
            }
        }
    }

    private static void requireEncrypted(List<PackagedFile> files, ModelVariant variant, String card, Licence licence) {
        for (PackagedFile file : files) {
            if (!variant.holds(file.path())) {
                continue;
            }
            if (file.path().equals(card) || file.path().equals(licence.path())) {
                throw new IllegalArgumentException("card and licence are for everybody: '" + file.path()
                        + "' must not be encrypted with a variant");
            }
            if (ContentStream.openedSizeBytes(file.sizeBytes()) < 0) {
                throw new IllegalArgumentException(
                        "'" + file.path() + "' has " + file.sizeBytes() + " bytes, which no encrypted file has");
            }
        }
    }

    private static void requireDecimal(SortedMap<String, String> properties, String key) {
        String value = properties.getOrDefault(key, "0");
        if (!DECIMAL.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "property " + key + " must be a decimal number such as 0.0001, not '" + value + "'");
        }
    }

    private static void requireFiles(List<PackagedFile> files) {
        Set<String> directories = new HashSet<>();
        String last = "";
        for (PackagedFile file : files) {
            if (file.path().compareTo(last) <= 0) {
                throw new IllegalArgumentException(
                        "files are not sorted by path: '" + file.path() + "' follows '" + last + "'");
            }
            last = file.path();
            for (int slash = last.indexOf('/'); slash >= 0; slash = last.indexOf('/', slash + 1)) {
                directories.add(last.substring(0, slash));
            }
        }
        for (PackagedFile file : files) {
            if (directories.contains(file.path())) {
                throw new IllegalArgumentException("'" + file.path() + "' is both a file and a directory");
            }
        }
    }

    private static void requireFile(List<PackagedFile> files, String what, String path) {
        if (files.stream().noneMatch(file -> file.path().equals(path))) {
            throw new IllegalArgumentException("the " + what + " '" + path + "' is not among the files");
        }
    }

    /** What {@link #TOLERANCE} and {@link #TOLERANCE_RELATIVE} state, if the publisher states one of them. */
    public Optional<Tolerance> tolerance() {
        return properties.containsKey(TOLERANCE) || properties.containsKey(TOLERANCE_RELATIVE)
                ? Optional.of(new Tolerance(decimal(TOLERANCE), decimal(TOLERANCE_RELATIVE)))
                : Optional.empty();
    }

    /** What {@link #PRECISIONS} states: those of fewer than 32 bits that engines may compute with. */
    public Set<Precision> precisions() {
        return precisions(properties);
    }

    private static Set<Precision> precisions(SortedMap<String, String> properties) {
        String stated = properties.getOrDefault(PRECISIONS, "");
        Set<Precision> precisions = EnumSet.noneOf(Precision.class);
        for (String text : stated.isEmpty() ? List.<String>of() : List.of(stated.split(" ", -1))) {
            Optional<Precision> lower =
                    Precision.LOWER.stream().filter(p -> p.text().equals(text)).findFirst();
            if (lower.isEmpty() || !precisions.add(lower.get())) {
                throw new IllegalArgumentException(
                        "property " + PRECISIONS + " must be fp16, int8 or both, not '" + stated + "'");
            }
        }
        return precisions;
    }

    private double decimal(String key) {
        return Double.parseDouble(properties.getOrDefault(key, "0"));
    }

    /** The variant of that format, empty if there is none. */
    public Optional<ModelVariant> variant(String format) {
        return variants.stream().filter(v -> v.format().equals(format)).findFirst();
    }

    /** The files of {@code variant}, sorted by path. */
    List<PackagedFile> filesOf(ModelVariant variant) {
        return files.stream()
                .filter(file -> variant.holds(file.path()))
                .sorted(Comparator.comparing(PackagedFile::path))
                .toList();
    }
}
