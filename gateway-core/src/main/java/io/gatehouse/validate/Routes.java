package io.gatehouse.validate;

import io.gatehouse.resource.Destination;
import io.gatehouse.resource.FieldPath;
import io.gatehouse.resource.Headers;
import io.gatehouse.resource.HttpMatchRequest;
import io.gatehouse.resource.HttpRoute;
import io.gatehouse.resource.VirtualService;
import java.util.List;
import java.util.function.BiConsumer;

/** Walks the parts of a VirtualService that several rules judge, with their paths. */
final class Routes {
    private Routes() {}

    static void http(VirtualService service, BiConsumer<String, HttpRoute> visitor) {
        each("spec.http", service.http(), visitor);
    }

    static void httpMatches(VirtualService service, BiConsumer<String, HttpMatchRequest> visitor) {
        http(service, (path, route) -> each(path + ".match", route.match(), visitor));
    }

    /** Destinations of all three protocols, mirrors included. */
    static void destinations(VirtualService service, BiConsumer<String, Destination> visitor) {
        http(service, (path, route) -> {
            each(path + ".route", route.route(), (p, r) -> visitor.accept(p + ".destination", r.destination()));
            if (route.mirror() != null) {
                visitor.accept(path + ".mirror", route.mirror());
            }
            each(path + ".mirrors", route.mirrors(), (p, m) -> visitor.accept(p + ".destination", m.destination()));
        });
        each(
                "spec.tls",
                service.tls(),
                (path, route) -> each(
                        path + ".route", route.route(), (p, r) -> visitor.accept(p + ".destination", r.destination())));
        each(
                "spec.tcp",
                service.tcp(),
                (path, route) -> each(
                        path + ".route", route.route(), (p, r) -> visitor.accept(p + ".destination", r.destination())));
    }

    /** Header operations of routes and of their destinations. */
    static void headers(VirtualService service, BiConsumer<String, Headers> visitor) {
        http(service, (path, route) -> {
            if (route.headers() != null) {
                visitor.accept(path + ".headers", route.headers());
            }
            each(path + ".route", route.route(), (p, r) -> {
                if (r.headers() != null) {
                    visitor.accept(p + ".headers", r.headers());
                }
            });
        });
    }

    static <T> void each(String path, List<T> elements, BiConsumer<String, T> visitor) {
        for (int i = 0; i < elements.size(); i++) {
            visitor.accept(FieldPath.element(path, i), elements.get(i));
        }
    }
}
