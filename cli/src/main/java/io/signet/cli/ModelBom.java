package io.signet.cli;

import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackagedFile;
import io.signet.inference.model.Provenance;
import io.signet.inference.model.Provenance.BaseModel;
import io.signet.inference.model.Provenance.Metric;
import io.signet.inference.model.Provenance.TrainingData;
import io.signet.inference.spi.TensorSpec;
import io.signet.statement.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A model package's bill of materials: <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>, the model as
 * {@code machine-learning-model}. The same package gives the same bill.
 */
record ModelBom(ModelPackage model) {
    private static final String MODEL = "machine-learning-model";

    /** The bill as an object of JSON. */
    Map<String, Object> toJson() {
        Map<String, Object> bom = new LinkedHashMap<>();
        bom.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
        bom.put("bomFormat", "CycloneDX");
        bom.put("specVersion", "1.6");
        bom.put(
                "serialNumber",
                "urn:uuid:" + UUID.nameUUIDFromBytes(ascii(model.digest().toHex())));
        bom.put("version", 1);
        bom.put("metadata", Map.of("component", component()));
        bom.put(
                "components",
                model.manifest().files().stream().map(ModelBom::file).toList());
        return bom;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Map<String, Object> component() {
        Manifest manifest = model.manifest();
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", MODEL);
        component.put("bom-ref", model.digest().toHex());
        component.put("name", manifest.identity().name());
        component.put("version", manifest.identity().version());
        component.put("description", manifest.identity().description());
        component.put(
                "licenses", List.of(Map.of("expression", manifest.licence().spdxId())));
        manifest.provenance().base().ifPresent(base -> component.put("pedigree", pedigree(base)));
        component.put("modelCard", modelCard(manifest));
        component.put("properties", properties(manifest.provenance()));
        return component;
    }

    private static Map<String, Object> pedigree(BaseModel base) {
        Map<String, Object> ancestor = new LinkedHashMap<>();
        ancestor.put("type", MODEL);
        ancestor.put("name", base.name());
        base.digest().ifPresent(digest -> ancestor.put("hashes", hashes(digest)));
        return Map.of("ancestors", List.of(ancestor));
    }

    private static Map<String, Object> modelCard(Manifest manifest) {
        Provenance provenance = manifest.provenance();
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (!provenance.data().isEmpty()) {
            parameters.put(
                    "datasets",
                    provenance.data().stream().map(ModelBom::dataset).toList());
        }
        parameters.put("inputs", formats(manifest.contract().inputs()));
        parameters.put("outputs", formats(manifest.contract().results()));
        Map<String, Object> card = new LinkedHashMap<>();
        card.put("modelParameters", parameters);
        if (!provenance.metrics().isEmpty()) {
            card.put(
                    "quantitativeAnalysis",
                    Map.of(
                            "performanceMetrics",
                            provenance.metrics().stream().map(ModelBom::metric).toList()));
        }
        return card;
    }

    private static Map<String, Object> dataset(TrainingData data) {
        Map<String, Object> dataset = new LinkedHashMap<>();
        dataset.put("type", "dataset");
        dataset.put("name", data.name());
        Map<String, Object> contents = new LinkedHashMap<>();
        data.address().ifPresent(address -> contents.put("url", address));
        data.digest().ifPresent(digest -> contents.put("properties", List.of(property("sha256", digest.toHex()))));
        if (!contents.isEmpty()) {
            dataset.put("contents", contents);
        }
        dataset.put("description", data.description());
        return dataset;
    }

    private static Map<String, Object> metric(Metric metric) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", metric.name());
        object.put("value", metric.value());
        object.put("slice", metric.data());
        return object;
    }

    private static List<Map<String, String>> formats(List<TensorSpec> tensors) {
        return tensors.stream()
                .map(tensor -> Map.of("format", tensor.name() + " " + tensor.type() + " " + tensor.shape()))
                .toList();
    }

    private List<Map<String, String>> properties(Provenance provenance) {
        List<Map<String, String>> properties = new ArrayList<>();
        properties.add(property("signet:package.digest", model.digest().toHex()));
        properties.add(property("signet:publisher.ed25519", model.publisher().toHex()));
        provenance.tools().forEach(tool -> properties.add(property("signet:training.tool", tool)));
        return properties;
    }

    private static Map<String, String> property(String name, String value) {
        Map<String, String> property = new LinkedHashMap<>();
        property.put("name", name);
        property.put("value", value);
        return property;
    }

    private static Map<String, Object> file(PackagedFile file) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "file");
        object.put("bom-ref", file.path());
        object.put("name", file.path());
        object.put("hashes", hashes(file.digest()));
        return object;
    }

    private static List<Map<String, String>> hashes(Digest sha256) {
        Map<String, String> hash = new LinkedHashMap<>();
        hash.put("alg", "SHA-256");
        hash.put("content", sha256.toHex());
        return List.of(hash);
    }
}
