package io.gatehouse.servlet;

import io.gatehouse.exchange.ExchangeChain;
import io.gatehouse.exchange.ExchangeFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** One {@link ExchangeFilter} as a Servlet filter. */
final class ExchangeServletFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    private final transient ServletGateway gateway;
    private final transient ExchangeFilter filter;
    private final int index;

    /**
     * A filter to be registered.
     *
     * @param index its place among the filters of the registration
     */
    ExchangeServletFilter(ServletGateway gateway, ExchangeFilter filter, int index) {
        this.gateway = gateway;
        this.filter = filter;
        this.index = index;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletExchange exchange = gateway.enter(request, response);
        if (exchange == null) {
            return;
        }
        if (!exchange.turns().hasPassed(index)) {
            Passage passage = new Passage(exchange, index);
            if (!passage.isCrossed(filter)) {
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** One exchange's way through the filter: on at once in this turn, or later by a turn of its own. */
    private static final class Passage {
        private final ServletExchange exchange;
        private final int index;
        private final Thread thread = Thread.currentThread();
        private volatile boolean inside = true;
        private boolean crossed;

        Passage(ServletExchange exchange, int index) {
            this.exchange = exchange;
            this.index = index;
        }

        boolean isCrossed(ExchangeFilter filter) {
            ExchangeChain next = ignored -> proceed();
            try {
                filter.filter(exchange, next);
            } catch (RuntimeException e) {
                exchange.abort(e);
                throw e;
            } finally {
                inside = false;
            }
            return crossed;
        }

        private void proceed() {
            exchange.turns().pass(index);
            if (inside && Thread.currentThread() == thread) {
                crossed = true;
            } else {
                exchange.turns().resume();
            }
        }
    }
}
