package io.gatehouse.tests.exchange;

/** The contract on the Servlet adapter. */
class ServletExchangeTest extends ExchangeContract {
    @Override
    protected AdapterUnderTest.Starter starter() {
        return JettyAdapter::servlet;
    }
}
