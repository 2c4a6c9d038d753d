package io.gatehouse.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AccessLogTest {
    @Test
    void aRequestIsOneJsonLine() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = new AccessLog(AccessLogOutput.of(out))) {
            log.ended(Records.via(Records.route("r1"), 200, 1));
        }
        assertEquals(
                "{\"start_time\":\"2026-01-02T03:04:05.678Z\",\"method\":\"GET\",\"authority\":\"app.example.com\","
                        + "\"path\":\"/a?b\",\"protocol\":\"HTTP/1.1\",\"scheme\":\"http\",\"response_code\":200,"
                        + "\"response_flags\":\"-\",\"response_code_details\":\"via_upstream\","
                        + "\"listener\":\"0.0.0.0:8080\",\"server\":null,\"virtual_host\":\"app.example.com\","
                        + "\"virtual_service\":\"ns/vs\",\"route_name\":\"r1\","
                        + "\"upstream_cluster\":\"outbound|80||a\",\"upstream_host\":\"127.0.0.1:9001\","
                        + "\"upstream_attempts\":1,\"bytes_received\":3,\"bytes_sent\":5,\"duration\":12,"
                        + "\"downstream_remote_address\":\"192.0.2.7:4711\",\"requested_server_name\":null,"
                        + "\"user_agent\":\"curl/8\",\"x_forwarded_for\":\"192.0.2.7\",\"request_id\":\"an-id\","
                        + "\"failure\":null}\n",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatAClientSendsCannotBreakALine() {
        StringBuilder out = new StringBuilder();
        new JsonText(out).open('{').member("a", "\"\n\\\u0000\u007f\ud800é").close('}');
        assertEquals("{\"a\":\"\\\"\\n\\\\\\u0000\\u007f\\ud800é\"}", out.toString());
    }

    @Test
    void aFullQueueDropsAndCounts() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mayWrite = new CountDownLatch(1);
        AccessLogOutput slow = output(lines -> {
            writing.countDown();
            await(mayWrite);
        });
        try (AccessLog log = new AccessLog(slow, 2)) {
            RequestRecord record = Records.via(Records.route("r"), 200, 1);
            log.ended(record);
            writing.await();
            for (int i = 0; i < 5; i++) {
                log.ended(record);
            }
            assertEquals(3, log.dropped());
            mayWrite.countDown();
        }
    }

    @Test
    void aFailingDiskCountsAndTheNextLineIsTriedAgain() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CountDownLatch failed = new CountDownLatch(1);
        AccessLogOutput failingOnce = output(lines -> {
            if (failed.getCount() > 0) {
                failed.countDown();
                throw new IOException("No space left on device");
            }
            out.writeBytes(lines);
        });
        AccessLog log = new AccessLog(failingOnce);
        log.ended(Records.via(Records.route("lost"), 200, 1));
        failed.await();
        log.ended(Records.via(Records.route("kept"), 200, 1));
        log.close();
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"route_name\":\"kept\""));
        assertEquals(1, log.dropped());
    }

    @Test
    void aMovedFileIsOpenedAnew(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("access.log");
        try (AccessLogFile file = new AccessLogFile(path, 0)) {
            file.write("one\n".getBytes(StandardCharsets.UTF_8));
            Files.move(path, folder.resolve("access.log.1"));
            file.write("two\n".getBytes(StandardCharsets.UTF_8));
            file.write("three\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of("one"), Files.readAllLines(folder.resolve("access.log.1")));
        assertEquals(List.of("two", "three"), Files.readAllLines(path));
    }

    @Test
    void aFileThatCannotBeOpenedIsTriedAgain(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("missing/access.log");
        try (AccessLogFile file = new AccessLogFile(path, 0)) {
            try {
                file.write("lost\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException expected) {
                Files.createDirectory(folder.resolve("missing"));
            }
            file.write("kept\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of("kept"), Files.readAllLines(path));
    }

    private interface Write {
        void write(byte[] lines) throws IOException;
    }

    private static AccessLogOutput output(Write write) {
        return new AccessLogOutput() {
            @Override
            public void write(byte[] lines) throws IOException {
                write.write(lines);
            }

            @Override
            public void close() {}
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
