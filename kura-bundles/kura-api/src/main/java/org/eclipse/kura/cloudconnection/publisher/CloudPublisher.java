package org.eclipse.kura.cloudconnection.publisher;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;

/** Sends messages to where the user said in the console. */
public interface CloudPublisher {
    /** Sends; gives the message's id, if it has one. */
    String publish(KuraMessage message) throws KuraException;
}
