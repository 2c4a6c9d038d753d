package io.gatehouse.resource;

/** One decoded object: what it says, who it is, and where each of its fields was written. */
public sealed interface Resource
        permits Gateway,
                VirtualService,
                DestinationRule,
                ServiceEntry,
                WorkloadEntry,
                Service,
                EndpointSlice,
                Endpoints,
                Secret,
                ConfigMap,
                MeshConfig {

    /** Name, namespace and labels. */
    Metadata metadata();

    /** Where the fields were written. */
    SourceMap sources();

    /** The Kubernetes kind, such as {@code VirtualService}. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** Kind, namespace and name. */
    default ResourceKey key() {
        return new ResourceKey(kind(), metadata().namespace(), metadata().name());
    }

    /** Whether it says only where a Service is reached, which changes often and which nothing else refers to. */
    default boolean isEndpoints() {
        return false;
    }

    /** Where the document starts. */
    default Position position() {
        return sources().position();
    }

    /**
     * Where a field was written, or its nearest written parent.
     *
     * @param field a path such as {@code spec.http[0].route[0].destination.host}
     */
    default Position positionOf(String field) {
        return sources().positionOf(field);
    }
}
