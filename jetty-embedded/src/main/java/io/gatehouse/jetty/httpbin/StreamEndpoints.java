package io.gatehouse.jetty.httpbin;

import io.gatehouse.jetty.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/** Endpoints whose bodies matter more than their words: {@code /bytes}, {@code /stream}, {@code /drip}, … */
final class StreamEndpoints {
    private static final int MOST_BYTES = 100 * 1024;
    private static final int MOST_LINES = 100;
    private static final int MOST_DRIPS = 10 * 1024;

    private StreamEndpoints() {}

    static void addTo(Map<String, Endpoint> endpoints) {
        endpoints.put("bytes", Endpoint.get(StreamEndpoints::bytes));
        endpoints.put("stream", Endpoint.get(StreamEndpoints::lines));
        endpoints.put("stream-bytes", Endpoint.get(StreamEndpoints::chunks));
        endpoints.put("drip", Endpoint.get(StreamEndpoints::drip));
    }

    private static void bytes(Call call) {
        call.reply(200, "application/octet-stream", random(call, call.number(0, MOST_BYTES)));
    }

    private static byte[] random(Call call, int count) {
        String seed = call.query().getValue("seed");
        byte[] bytes = new byte[count];
        (seed == null ? ThreadLocalRandom.current() : new Random(Long.parseLong(seed))).nextBytes(bytes);
        return bytes;
    }

    private static void lines(Call call) {
        int count = call.number(0, MOST_LINES);
        Map<String, Object> line = new TreeMap<>();
        line.put("args", Call.arguments(call.query()));
        line.put("url", call.request().getHttpURI().toString());
        call.start(200, "application/json");
        line(call, line, 0, count);
    }

    private static void line(Call call, Map<String, Object> line, int id, int count) {
        if (id == count) {
            call.end();
            return;
        }
        line.put("id", id);
        byte[] bytes = (Json.compact(line) + "\n").getBytes(StandardCharsets.UTF_8);
        call.write(bytes, () -> line(call, line, id + 1, count));
    }

    private static void chunks(Call call) {
        byte[] bytes = random(call, call.number(0, MOST_BYTES));
        int size = Math.max(1, Integer.parseInt(call.query("chunk_size", "10240")));
        // A stack frame a chunk when the writes complete at once: bounded by MOST_LINES of them.
        int least = Math.max(size, (bytes.length + MOST_LINES - 1) / MOST_LINES);
        call.start(200, "application/octet-stream");
        chunk(call, bytes, 0, least);
    }

    private static void chunk(Call call, byte[] bytes, int from, int size) {
        if (from >= bytes.length) {
            call.end();
            return;
        }
        int to = Math.min(bytes.length, from + size);
        call.write(java.util.Arrays.copyOfRange(bytes, from, to), () -> chunk(call, bytes, to, size));
    }

    private static void drip(Call call) {
        int count = Math.min(MOST_DRIPS, Math.max(1, Integer.parseInt(call.query("numbytes", "10"))));
        Duration delay = seconds(call.query("delay", "0"));
        Duration pause = seconds(call.query("duration", "2")).dividedBy(count);
        int status = Integer.parseInt(call.query("code", "200"));
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("no status: " + status);
        }
        call.after(delay, () -> {
            call.start(status, "application/octet-stream");
            call.response().getHeaders().put(org.eclipse.jetty.http.HttpHeader.CONTENT_LENGTH, count);
            drop(call, count, pause);
        });
    }

    private static void drop(Call call, int left, Duration pause) {
        if (left == 0) {
            call.end();
            return;
        }
        // Never at once: a scheduled step has a stack of its own.
        Duration next = pause.toMillis() == 0 ? Duration.ofMillis(1) : pause;
        call.write(new byte[] {'*'}, () -> call.after(next, () -> drop(call, left - 1, pause)));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Math.min(60, Math.max(0, Double.parseDouble(text))) * 1000));
    }
}
