package io.gatehouse.tests.exchange;

/** The contract on the Jetty core adapter. */
class CoreExchangeTest extends InterimContract {
    @Override
    protected AdapterUnderTest.Starter starter() {
        return CoreAdapter::new;
    }
}
