package io.gatehouse.jetty.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /validate} for the API server, {@code GET /healthz} for the kubelet. */
final class WebhookHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookHandler.class);
    private final Admission admission = new Admission();

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (Request.getPathInContext(request)) {
            case "/healthz" -> answer(response, callback, HttpStatus.OK_200, "ok\n");
            case "/validate" -> validate(request, response, callback);
            default -> answer(response, callback, HttpStatus.NOT_FOUND_404, "POST /validate, GET /healthz\n");
        }
        return true;
    }

    private void validate(Request request, Response response, Callback callback) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (!request.getMethod().equals("POST")) {
            response.getHeaders().put(HttpHeader.ALLOW, "POST");
            answer(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "POST only\n");
        } else if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            answer(response, callback, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "application/json only\n");
        } else {
            Content.Source.asByteArrayAsync(request, -1)
                    .whenComplete((body, failure) -> review(response, callback, body, failure));
        }
    }

    private void review(Response response, Callback callback, byte @Nullable [] body, @Nullable Throwable failure) {
        if (body == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            callback.failed(cause == null ? new IllegalStateException("no body") : cause);
            return;
        }
        try {
            String answer = admission.review(new String(body, StandardCharsets.UTF_8));
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            answer(response, callback, HttpStatus.OK_200, answer);
        } catch (IllegalArgumentException e) {
            answer(response, callback, HttpStatus.BAD_REQUEST_400, e.getMessage() + "\n");
        } catch (RuntimeException e) {
            // Not for us to decide then: the API server does what the webhook's failurePolicy says.
            LOG.atError().setCause(e).log("a review failed");
            answer(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "the review failed: " + e + "\n");
        }
    }

    private static void answer(Response response, Callback callback, int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        if (response.getHeaders().getField(HttpHeader.CONTENT_TYPE) == null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
