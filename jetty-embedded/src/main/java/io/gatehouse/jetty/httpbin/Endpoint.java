package io.gatehouse.jetty.httpbin;

/** Answers the requests below one first path segment, now or later; never blocks. */
@FunctionalInterface
interface Endpoint {
    /**
     * Answers.
     *
     * @throws IllegalArgumentException for what the client asked wrongly: answered with 400
     */
    void serve(Call call) throws Exception;

    /** This endpoint for GET and HEAD only; other methods get 405. */
    static Endpoint get(Endpoint endpoint) {
        return only("GET", endpoint);
    }

    /** This endpoint for one method only; GET includes HEAD. */
    static Endpoint only(String method, Endpoint endpoint) {
        return call -> {
            boolean head = method.equals("GET") && call.method().equals("HEAD");
            if (head || call.method().equals(method)) {
                endpoint.serve(call);
            } else {
                call.header("allow", method.equals("GET") ? "GET, HEAD, OPTIONS" : method + ", OPTIONS");
                call.html(405, "<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n");
            }
        };
    }
}
