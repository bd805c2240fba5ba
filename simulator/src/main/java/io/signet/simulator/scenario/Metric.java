package io.signet.simulator.scenario;

import java.util.Locale;

/** What a run measures; in the language by the lower-case name with hyphens. */
public enum Metric {
    /** Jobs that were completed over jobs submitted. */
    JOBS_COMPLETED("", "jobs completed over jobs submitted"),
    /** Jobs that ended, completed or failed, by their deadline, over jobs submitted. */
    JOBS_ENDED("", "jobs ended over jobs submitted"),
    /** Rows answered a second, from the first submission to the last answer. */
    ROWS_PER_SECOND("rows/s", "rows answered a second"),
    /** Rows answered a second over what all nodes could compute together. */
    UTILISATION("", "rows answered over what all honest nodes could compute"),
    /** Median time from a job's submission to its end. */
    LATENCY_P50("s", "median time of a completed job"),
    /** 99th percentile of the same. */
    LATENCY_P99("s", "99th percentile of the time of a completed job"),
    /** Longest of the same. */
    LATENCY_MAX("s", "longest time of a completed job"),
    /** Tasks sent again over tasks sent. */
    RETRIED("", "tasks sent again over tasks sent"),
    /** Answers that were not believed. */
    NOT_BELIEVED("answers", "answers that were not believed"),
    /** Cheating nodes of which at least one answer was not believed, over cheating nodes that got work. */
    CHEATS_FOUND("", "cheating nodes found over those that got work"),
    /** Rows whose accepted output is wrong although its receipt holds. */
    ATTESTED_LIES("rows", "rows accepted with a wrong result that its node attested"),
    /** Messages dropped by members. */
    DROPPED("messages", "messages that members dropped"),
    /** Time from the end of the last fault until every requester sees every live node as online and no other. */
    CONVERGENCE("s", "time from the end of the last fault until all views are right"),
    /** Statements acknowledged over heads signed, of all nodes. */
    STATEMENTS_PER_SIGNATURE("", "statements over signatures"),
    /** Answers that came with as many cosignatures as nodes are asked to have, over answers accepted. */
    WITNESSED("", "answers with all cosignatures that were asked for, over answers accepted"),
    /** Rows accepted under a head of which another of the same size, and another root, was accepted before. */
    FORKS_ACCEPTED("rows", "rows accepted under a second head of a log"),
    /** Nodes that signed two histories and of which this was proved to a requester, over those that did. */
    FORKS_PROVED("", "nodes proved to have two histories over those that have"),
    /** Rows accepted of nodes that run firmware which the requesters do not list, whatever they show. */
    UNLISTED_FIRMWARE("rows", "rows accepted of nodes whose firmware is not listed"),
    /** Nodes that found out that their log was set back, and stopped. */
    SET_BACK("nodes", "nodes that stopped since their log was set back"),
    /** Longest time from a node's revocation until no requester sees it any more. */
    REVOCATION_LEARNED("s", "longest time from a node's revocation until no requester sees it any more"),
    /** Boxes with the right code that have a certificate in the end, over such boxes. */
    NODES_IN_THE_END("", "boxes with the right code that have a certificate in the end, over such boxes"),
    /** Longest time from a registrar's return until a box that waited for it was enrolled. */
    ENROLLED_AFTER_RETURN("s", "longest time from a registrar's return until a box that waited for it was enrolled"),
    /** Requests to a registrar in the busiest second, whether it answered or was away. */
    REQUESTS_PER_SECOND_MAX("requests/s", "requests to a registrar in the busiest second, answered or not"),
    /** Certificates in a registrar's book of the box with the right code that has most. */
    CERTIFICATES_PER_NODE_MAX("certificates", "most certificates that one box with the right code was given"),
    /** Boxes with wrong codes or copied disks that were told so, over such boxes. */
    TOLD_WHY("", "boxes with wrong codes or copied disks that were told so, over such boxes"),
    /** Time computed at less than full speed because of heat, over time computed. */
    HEAT_THROTTLED("", "time computed at less than full speed because of heat, over time computed"),
    /** The busiest honest node's rows over its speed, over the mean of the same. */
    IMBALANCE("", "the busiest node's share of its speed over the mean");

    private final String unit;
    private final String meaning;

    Metric(String unit, String meaning) {
        this.unit = unit;
        this.meaning = meaning;
    }

    /** The unit of its values; empty for ratios. */
    public String unit() {
        return unit;
    }

    /** What it is, in words. */
    public String meaning() {
        return meaning;
    }

    /** As it is written in scenarios and reports. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
