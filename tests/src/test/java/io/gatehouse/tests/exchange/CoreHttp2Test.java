package io.gatehouse.tests.exchange;

/** The HTTP/2 contract on the Jetty core adapter. */
class CoreHttp2Test extends WebSocketOverHttp2Contract {
    @Override
    protected AdapterUnderTest.Starter starter() {
        return CoreAdapter::new;
    }
}
