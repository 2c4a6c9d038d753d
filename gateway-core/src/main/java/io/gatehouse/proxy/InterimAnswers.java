package io.gatehouse.proxy;

import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/** Hands 1xx answers to their call, and makes the client wait for the final one. */
final class InterimAnswers implements ProtocolHandler {
    @Override
    public String getName() {
        return "gatehouse-interim";
    }

    @Override
    public boolean accept(Request request, Response response) {
        return HttpStatus.isInterim(response.getStatus());
    }

    @Override
    public Response.Listener getResponseListener() {
        return new Response.Listener() {
            @Override
            public void onSuccess(Response response) {
                HttpConversation conversation = ((UpstreamHttpRequest) response.getRequest()).getConversation();
                conversation.updateResponseListeners(null);
                int status = response.getStatus();
                HttpFields fields = HttpFields.build(response.getHeaders()).asImmutable();
                HttpExchange exchange = conversation.getExchanges().peekLast();
                if (exchange != null) {
                    exchange.resetResponse();
                }
                ClientCall call = call(response.getRequest());
                if (call != null) {
                    call.listener().onInterim(status, fields);
                }
            }

            @Override
            public void onComplete(Result result) {
                ClientCall call = call(result.getRequest());
                if (call != null) {
                    call.onComplete(result);
                }
            }
        };
    }

    static @Nullable ClientCall call(Request request) {
        return request instanceof UpstreamHttpRequest ours ? ours.call() : null;
    }
}
