package io.gatehouse.route.condition;

import io.gatehouse.route.RequestView;

/** Something that a route asks of a request. Pure: no clock, no I/O, and no allocation on a miss. */
public sealed interface Condition
        permits UriExact,
                UriPrefix,
                UriRegex,
                Scheme,
                Method,
                Authority,
                Header,
                HeaderPresent,
                WithoutHeader,
                WithoutHeaderPresent,
                QueryParam,
                QueryParamPresent {
    /** Whether the request meets it. */
    boolean matches(RequestView request);

    /** The condition in the user's own terms, such as {@code uri prefix "/status"}. */
    String describe();
}
