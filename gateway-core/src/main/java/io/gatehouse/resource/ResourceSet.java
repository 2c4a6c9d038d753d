package io.gatehouse.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything one source says at one moment, in the order it was read. The same key may occur twice: {@link #find} gives
 * the first, and validation refuses the others.
 */
public final class ResourceSet {
    private static final ResourceSet EMPTY = new ResourceSet(List.of());

    private final List<Resource> all;
    // Made when first asked for, perhaps by two threads at once: many sets are only handed on.
    private volatile @Nullable Map<Class<?>, List<Resource>> byKind;
    private final Map<String, Map<ResourceKey, Resource>> byKey = new ConcurrentHashMap<>(1);

    private ResourceSet(List<Resource> all) {
        this.all = all;
    }

    private Map<Class<?>, List<Resource>> byKind() {
        Map<Class<?>, List<Resource>> known = byKind;
        if (known == null) {
            Map<Class<?>, List<Resource>> kinds = new LinkedHashMap<>();
            for (Resource resource : all) {
                kinds.computeIfAbsent(resource.getClass(), kind -> new ArrayList<>())
                        .add(resource);
            }
            kinds.replaceAll((kind, resources) -> List.copyOf(resources));
            known = Map.copyOf(kinds);
            byKind = known;
        }
        return known;
    }

    private Map<ResourceKey, Resource> byKey(String kind) {
        Map<ResourceKey, Resource> keys = new HashMap<>();
        for (Resource resource : all) {
            if (resource.kind().equals(kind)) {
                keys.putIfAbsent(resource.key(), resource);
            }
        }
        return keys;
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
        List<Resource> resources = byKind().getOrDefault(kind, List.of());
        @SuppressWarnings("unchecked") // it holds under each class only its instances
        List<R> typed = (List<R>) resources;
        return typed;
    }

    /** The resource of this kind and name, if there is one. */
    public <R extends Resource> Optional<R> find(Class<R> kind, String namespace, String name) {
        return find(new ResourceKey(kind.getSimpleName(), namespace, name)).map(kind::cast);
    }

    /** The resource of this key, if there is one. */
    public Optional<Resource> find(ResourceKey key) {
        // Of the kinds that are asked for only: those of which there are very many are not
        return Optional.ofNullable(
                byKey.computeIfAbsent(key.kind(), this::byKey).get(key));
    }

    /** Whether both are made of the same objects in the same order, endpoints left out. */
    public boolean sameButEndpoints(ResourceSet other) {
        Iterator<Resource> theirs = other.all.iterator();
        for (Resource resource : all) {
            if (!resource.isEndpoints() && nextBeside(theirs) != resource) {
                return false;
            }
        }
        return nextBeside(theirs) == null;
    }

    private static @Nullable Resource nextBeside(Iterator<Resource> resources) {
        while (resources.hasNext()) {
            Resource next = resources.next();
            if (!next.isEndpoints()) {
                return next;
            }
        }
        return null;
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
