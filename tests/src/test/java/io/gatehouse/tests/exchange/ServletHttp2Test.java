package io.gatehouse.tests.exchange;

/** The HTTP/2 contract on the Servlet adapter. */
class ServletHttp2Test extends Http2Contract {
    @Override
    protected AdapterUnderTest.Starter starter() {
        return JettyAdapter::servlet;
    }
}
