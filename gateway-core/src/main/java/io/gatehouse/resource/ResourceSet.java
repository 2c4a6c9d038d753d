package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything one source says at one moment, in the order it was read. The same key may occur twice: {@link #find} gives
 * the first, and validation refuses the others.
 */
public final class ResourceSet {
    private static final ResourceSet EMPTY = new ResourceSet(List.of());

    private final List<Resource> all;
    private final Map<Class<?>, List<Resource>> byKind;
    private final Map<ResourceKey, Resource> byKey;

    private ResourceSet(List<Resource> all) {
        this.all = all;
        Map<Class<?>, List<Resource>> kinds = new LinkedHashMap<>();
        Map<ResourceKey, Resource> keys = new LinkedHashMap<>();
        for (Resource resource : all) {
            kinds.computeIfAbsent(resource.getClass(), kind -> new ArrayList<>())
                    .add(resource);
            keys.putIfAbsent(resource.key(), resource);
        }
        kinds.replaceAll((kind, resources) -> List.copyOf(resources));
        this.byKind = Map.copyOf(kinds);
        this.byKey = Map.copyOf(keys);
    }

    /** No resources. */
    public static ResourceSet empty() {
        return EMPTY;
    }

    /** These resources, in this order. */
    public static ResourceSet of(Collection<? extends Resource> resources) {
        return new ResourceSet(List.copyOf(resources));
    }

    /** Every resource, in the order read. */
    public List<Resource> all() {
        return all;
    }

    /** The resources of one kind, in the order read. */
    public <R extends Resource> List<R> ofKind(Class<R> kind) {
        List<Resource> resources = byKind.getOrDefault(kind, List.of());
        @SuppressWarnings("unchecked") // byKind holds under each class only its instances
        List<R> typed = (List<R>) resources;
        return typed;
    }

    /** The resource of this kind and name, if there is one. */
    public <R extends Resource> Optional<R> find(Class<R> kind, String namespace, String name) {
        return Optional.ofNullable(byKey.get(new ResourceKey(kind.getSimpleName(), namespace, name)))
                .map(kind::cast);
    }

    /** All Gateways. */
    public List<Gateway> gateways() {
        return ofKind(Gateway.class);
    }

    /** All VirtualServices. */
    public List<VirtualService> virtualServices() {
        return ofKind(VirtualService.class);
    }

    /** All DestinationRules. */
    public List<DestinationRule> destinationRules() {
        return ofKind(DestinationRule.class);
    }

    /** All ServiceEntries. */
    public List<ServiceEntry> serviceEntries() {
        return ofKind(ServiceEntry.class);
    }

    /** All Services. */
    public List<Service> services() {
        return ofKind(Service.class);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResourceSet that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.stream().map(Resource::key).toList().toString();
    }
}
