package io.gatehouse.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server on loopback that says what a test wants. */
final class DnsStub implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, Zone> zones = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    /** What is said of a name: a failure, or records such as {@code "A 60 127.0.0.1"}. */
    private record Zone(int code, boolean silent, List<String> records) {}

    DnsStub() throws SocketException {
        Thread thread = new Thread(this::serve, "dns-stub");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    /** Records of a name, {@code TYPE TTL DATA} each; none for a name that exists without any. */
    void say(String name, String... records) {
        zones.put(name + ".", new Zone(Rcode.NOERROR, false, List.of(records)));
    }

    void fail(String name, int code) {
        zones.put(name + ".", new Zone(code, false, List.of()));
    }

    void keepSilent(String name) {
        zones.put(name + ".", new Zone(Rcode.NOERROR, true, List.of()));
    }

    /** Every question so far, {@code TYPE name.}. */
    List<String> questions() {
        return questions;
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                byte[] answer = answer(question);
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private byte[] answer(Message question) throws IOException {
        Record asked = question.getQuestion();
        questions.add(Type.string(asked.getType()) + " " + asked.getName());
        Zone zone = zones.getOrDefault(asked.getName().toString(), new Zone(Rcode.NXDOMAIN, false, List.of()));
        if (zone.silent()) {
            return null;
        }
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(zone.code());
        answer.addRecord(asked, Section.QUESTION);
        for (String record : zone.records()) {
            add(answer, asked.getName(), asked.getType(), record.split(" "));
        }
        return answer.toWire();
    }

    private void add(Message answer, Name name, int wanted, String[] record) {
        int type = Type.value(record[0]);
        try {
            Record made = Record.fromString(name, type, DClass.IN, Long.parseLong(record[1]), record[2], Name.root);
            if (type == wanted || type == Type.CNAME) {
                answer.addRecord(made, Section.ANSWER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
