package io.signet.gateway.internal;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses, told as everything else is. */
final class JsonErrors implements Request.Handler {
    private final Patience patience;

    JsonErrors(Patience patience) {
        this.patience = patience;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer code ? code : 500;
        String reason = status >= 500 || !(request.getAttribute(ErrorHandler.ERROR_MESSAGE) instanceof String message)
                ? "status " + status
                : message;
        new Reply(response, callback, patience).failure(new Failure(status, reason));
        return true;
    }
}
