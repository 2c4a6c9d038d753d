package io.gatehouse.proxy;

import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;

/** Takes the connection over when the upstream switches protocols. */
final class UpgradeAnswers implements ProtocolHandler {
    @Override
    public String getName() {
        return "gatehouse-upgrade";
    }

    @Override
    public boolean accept(Request request, Response response) {
        return response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101;
    }

    @Override
    public Response.Listener getResponseListener() {
        return new Response.Listener() {
            @Override
            public void onComplete(Result result) {
                ClientCall call = InterimAnswers.call(result.getRequest());
                if (call == null) {
                    return;
                }
                HttpConversation conversation = ((UpstreamHttpRequest) result.getRequest()).getConversation();
                Object socket = conversation.getAttribute(EndPoint.class.getName());
                if (result.isSucceeded() && socket instanceof EndPoint endPoint) {
                    call.listener().onUpgraded(new ClientCall.Answer(result.getResponse()), endPoint);
                } else {
                    call.onComplete(result);
                }
            }
        };
    }
}
