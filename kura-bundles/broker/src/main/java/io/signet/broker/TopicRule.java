package io.signet.broker;

import io.signet.mesh.spi.Topics;
import java.util.List;

/**
 * What one client may do on some topics. What no rule allows is forbidden.
 *
 * @param action publishing or subscribing
 * @param filter MQTT topic filter
 * @param retained true if retained messages may be published there
 */
public record TopicRule(Action action, String filter, boolean retained) {
    /** What a rule allows. */
    public enum Action {
        /** Publishing to topics that match the filter. */
        PUBLISH,
        /** Subscribing to filters that this filter covers. */
        SUBSCRIBE
    }

    /**
     * The rules of the mesh for one client: everyone follows all nodes, hands anyone a task, an answer or a head to witness, but speaks for
     * and hears only oneself. They keep honest peers' messages apart; that a message is genuine is proved by its
     * signature, never by a broker.
     *
     * @param topics of the mesh
     * @param name the client's name: 32 hexadecimal digits, or a broker's own placeholder for it
     */
    public static List<TopicRule> of(Topics topics, String name) {
        String nodes = topics.root() + "/node/";
        String replies = topics.root() + "/reply/";
        return List.of(
                new TopicRule(Action.PUBLISH, nodes + name + "/identity", true),
                new TopicRule(Action.PUBLISH, nodes + name + "/capacity", true),
                new TopicRule(Action.PUBLISH, nodes + name + "/equivocation", true),
                new TopicRule(Action.PUBLISH, nodes + "+/task", false),
                new TopicRule(Action.PUBLISH, nodes + "+/witness", false),
                new TopicRule(Action.PUBLISH, replies + "+/#", false),
                new TopicRule(Action.SUBSCRIBE, nodes + name + "/task", false),
                new TopicRule(Action.SUBSCRIBE, nodes + name + "/witness", false),
                new TopicRule(Action.SUBSCRIBE, replies + name + "/#", false),
                new TopicRule(Action.SUBSCRIBE, nodes + "+/identity", false),
                new TopicRule(Action.SUBSCRIBE, nodes + "+/capacity", false),
                new TopicRule(Action.SUBSCRIBE, nodes + "+/equivocation", false),
                new TopicRule(Action.SUBSCRIBE, topics.followRevocations(), false));
    }

    /**
     * What an owner's registrar may do besides: say whom nobody shall believe any more.
     *
     * @param topics of the mesh
     */
    public static List<TopicRule> ofRegistrar(Topics topics) {
        return List.of(new TopicRule(Action.PUBLISH, topics.followRevocations(), true));
    }
}
