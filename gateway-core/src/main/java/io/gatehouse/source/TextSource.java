package io.gatehouse.source;

import io.gatehouse.resource.decode.Decoded;
import io.gatehouse.resource.decode.ResourceDecoder;
import org.jspecify.annotations.Nullable;

/** Resources from a text that a program gives, and may replace. */
public final class TextSource implements ConfigSource {
    private final String name;
    private String text;
    private @Nullable Listener listener;

    /**
     * A source of this text.
     *
     * @param name how findings name the text, in place of a file
     */
    public TextSource(String name, String text) {
        this.name = name;
        this.text = text;
    }

    @Override
    public synchronized void start(Listener newListener) {
        listener = newListener;
        newListener.read(read(text));
    }

    /** Replaces the text; what it says is published before this returns. */
    public synchronized void replace(String newText) {
        boolean changed = !text.equals(newText);
        text = newText;
        if (listener != null && changed) {
            listener.read(read(newText));
        }
    }

    private ConfigReading read(String yaml) {
        Decoded decoded = new ResourceDecoder().decode(name, yaml);
        return new Readings().add(name, decoded).reading();
    }

    @Override
    public synchronized void close() {
        listener = null;
    }
}
