package io.signet.kura.internal;

import io.signet.kura.rest.NodeRest;
import io.signet.kura.rest.RestAnswer;
import io.signet.runtime.Clock;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What Kura's REST is told of the node, of whatever parts there are at the time. */
@Component(name = "io.signet.kura.rest", immediate = true, service = NodeRest.class)
public final class NodeRestComponent implements NodeRest {
    private final NodeAnswers answers;

    /** Answers for {@code node}. */
    @Activate
    public NodeRestComponent(@Reference NodeWatch node) {
        answers = new NodeAnswers(node::view, Clock.SYSTEM);
    }

    @Override
    public RestAnswer status() {
        return answers.status();
    }

    @Override
    public RestAnswer identity() {
        return answers.identity();
    }

    @Override
    public RestAnswer nodes() {
        return answers.nodes();
    }

    @Override
    public RestAnswer models() {
        return answers.models();
    }

    @Override
    public RestAnswer metrics() {
        return answers.metrics();
    }

    @Override
    public RestAnswer verify(InputStream receipt) {
        return answers.verify(receipt);
    }
}
