package io.signet.node;

import java.time.Duration;

/** Whether a part of the node that works all the time still does. */
public interface Pulse {
    /** How long ago it last began a piece of work; a second at most while all is well. Any thread may call this. */
    Duration sinceTurn();
}
