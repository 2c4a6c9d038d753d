package io.gatehouse.resource.decode;

import org.jspecify.annotations.Nullable;

/** The envelope that every Istio kind has: {@code apiVersion}, {@code kind}, {@code metadata}, {@code status}. */
final class Spec {
    private Spec() {}

    /** Reads {@code spec}; one that isn't written is read as empty. */
    static <T> @Nullable T read(ObjectReader object, java.util.function.Function<ObjectReader, T> decoder) {
        object.ignore("apiVersion", "kind", "metadata", "status");
        return object.object("spec", decoder);
    }
}
