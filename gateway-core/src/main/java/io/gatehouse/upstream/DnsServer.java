package io.gatehouse.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;

/** One DNS server. Its saying that it can't answer is a failure, so that the next one is asked. */
final class DnsServer extends SimpleResolver {
    DnsServer(InetSocketAddress address) {
        super(address);
    }

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
        return super.sendAsync(query, executor).thenCompose(DnsServer::refuseFailure);
    }

    private static CompletionStage<Message> refuseFailure(Message answer) {
        int code = answer.getRcode();
        return code == Rcode.NOERROR || code == Rcode.NXDOMAIN
                ? CompletableFuture.completedFuture(answer)
                : CompletableFuture.failedFuture(new IOException("DNS answered " + Rcode.string(code)));
    }
}
