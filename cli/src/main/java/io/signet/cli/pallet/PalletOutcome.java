package io.signet.cli.pallet;

import io.signet.firstboot.Step;
import io.signet.firstboot.est.Trouble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a pallet.
 *
 * @param plan what it was
 * @param honest of the honest boxes
 * @param clones of the copies
 * @param wrongCodes of those with a wrong code
 * @param certificates how many certificates the registrar's book has for each label with any, by the label's id
 * @param seconds from the first box's power-on to the last one's end
 */
public record PalletOutcome(
        PalletPlan plan,
        List<VirtualBox.Result> honest,
        List<VirtualBox.Result> clones,
        List<VirtualBox.Result> wrongCodes,
        Map<String, Integer> certificates,
        double seconds) {
    private static final Map<Step, String> STEPS = steps();

    public PalletOutcome {
        honest = List.copyOf(honest);
        clones = List.copyOf(clones);
        wrongCodes = List.copyOf(wrongCodes);
        certificates = Map.copyOf(certificates);
    }

    private static Map<Step, String> steps() {
        Map<Step, String> steps = new LinkedHashMap<>();
        steps.put(Step.ENROLLING, "first question to the registrar");
        steps.put(Step.GETTING_PROFILE, "certificate");
        steps.put(Step.GETTING_MODELS, "profile");
        steps.put(Step.STARTING, "models; ready to start as a node");
        return steps;
    }

    /**
     * How long the honest boxes took for a step.
     *
     * @param step what they had then
     * @param p50 half of them had it by then, in seconds since their power-on
     * @param p99 and so on
     * @param max all of them
     */
    public record Times(String step, double p50, double p99, double max) {}

    /** The times of those that came so far, in the order of the steps. */
    public List<Times> times() {
        List<Times> times = new ArrayList<>();
        STEPS.forEach((step, name) -> {
            List<Double> all = honest.stream()
                    .flatMap(box -> Optional.ofNullable(box.seconds().get(step)).stream())
                    .sorted()
                    .toList();
            if (!all.isEmpty()) {
                int last = all.size() - 1;
                times.add(new Times(name, all.get(last / 2), all.get(last * 99 / 100), all.get(last)));
            }
        });
        return times;
    }

    /** Honest boxes that are nodes. */
    public int nodes() {
        return (int) honest.stream().filter(VirtualBox.Result::node).count();
    }

    /** Whether each honest box got one certificate, and nobody else any. */
    public boolean exactlyOnce() {
        return certificates.size() == plan.honest()
                && certificates.values().stream().allMatch(count -> count == 1);
    }

    /** Copies that were refused as such. */
    public int clonesRefused() {
        return refused(clones, Trouble.CODE_USED);
    }

    /** Wrong codes that were refused as such. */
    public int wrongCodesRefused() {
        return refused(wrongCodes, Trouble.WRONG_CODE);
    }

    private static int refused(List<VirtualBox.Result> boxes, Trouble as) {
        return (int) boxes.stream()
                .filter(box -> !box.node() && box.refusal().equals(Optional.of(as)))
                .count();
    }

    /** Whether all went as it should. */
    public boolean isGood() {
        return nodes() == plan.honest()
                && exactlyOnce()
                && clonesRefused() == plan.clones()
                && wrongCodesRefused() == plan.wrongCodes();
    }

    /** What a copy said, if there was one. */
    public Optional<String> cloneSaid() {
        return said(clones);
    }

    /** What a box with a wrong code said, if there was one. */
    public Optional<String> wrongCodeSaid() {
        return said(wrongCodes);
    }

    /** What an honest box said last that is no node, if there is one. */
    public Optional<String> honestSaid() {
        return said(honest.stream().filter(box -> !box.node()).toList());
    }

    private static Optional<String> said(List<VirtualBox.Result> boxes) {
        return boxes.stream().flatMap(box -> box.said().stream()).findFirst();
    }
}
