package io.signet.gateway.web;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** Pages that a node shows over HTTPS. Whoever provides this as a service has them served. Thread-safe. */
@ConsumerType
public interface WebPages {
    /**
     * Says what becomes of a request before its body is read, so that nobody's body is read in vain.
     *
     * @param head the request without its body
     */
    WebAdmission admit(WebRequest head);

    /**
     * Answers a request that was admitted. Called on a thread of the server, of which there are few: what takes longer than some
     * hundred milliseconds goes elsewhere and completes the stage.
     *
     * @param request the same request with its body
     * @return if it ends exceptionally, the client is told of a bug, without its details
     */
    CompletionStage<WebReply> answer(WebRequest request);
}
