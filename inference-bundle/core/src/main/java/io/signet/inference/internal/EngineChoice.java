package io.signet.inference.internal;

import io.signet.inference.HostSettings;
import io.signet.inference.model.ContentKeys;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.spi.Engine;
import io.signet.inference.spi.EngineException;
import io.signet.runtime.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which engine runs a model. Engines come in the owner's order, those it does not name after them in the order in which
 * they came; of one engine's formats the first counts in the package's order. What an engine can't load, the next one gets.
 */
public final class EngineChoice {
    private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);

    /** An engine and the variant that it would run. */
    public record Candidate(Engine engine, ModelVariant variant) {}

    private final HostSettings settings;
    private final ContentKeys keys;
    private final Clock clock;

    /**
     * A choice by the order that {@code settings} name.
     *
     * @param keys where the keys of encrypted packages come from
     */
    public EngineChoice(HostSettings settings, ContentKeys keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** Which of {@code engines} can run which of {@code variants}, the best first. */
    public List<Candidate> candidates(List<ModelVariant> variants, List<Engine> engines) {
        List<Candidate> candidates = new ArrayList<>();
        for (Engine engine :
                engines.stream().sorted(Comparator.comparingInt(this::rank)).toList()) {
            variants.stream()
                    .filter(variant -> engine.supports(variant.format()))
                    .findFirst()
                    .ifPresent(variant -> candidates.add(new Candidate(engine, variant)));
        }
        return candidates;
    }

    private int rank(Engine engine) {
        int index = settings.engines().indexOf(engine.name());
        return index < 0 ? settings.engines().size() : index;
    }

    /**
     * Loads {@code modelPackage} on the first of {@code candidates} that can.
     *
     * @throws PackageException if the package cannot be unpacked or decrypted
     * @throws EngineException if none of them can load it, with what each of them says
     */
    public HostedModel load(ModelPackage modelPackage, List<Candidate> candidates)
            throws PackageException, EngineException {
        List<EngineException> failures = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                HostedModel model =
                        HostedModel.load(modelPackage, candidate.variant(), candidate.engine(), settings, keys, clock);
                LOG.info("{} runs on {}", model.info().name(), model.engineLabel());
                return model;
            } catch (EngineException e) {
                failures.add(e);
                LOG.warn(
                        "{} can't load {}: {}",
                        candidate.engine().label(),
                        modelPackage.manifest().identity().name(),
                        e.getMessage());
            }
        }
        if (failures.size() == 1) {
            throw failures.get(0);
        }
        throw new EngineException(modelPackage.file() + ": no engine can load it: "
                + String.join(
                        "; ", failures.stream().map(EngineException::getMessage).toList()));
    }
}
