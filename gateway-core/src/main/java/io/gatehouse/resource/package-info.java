/**
 * The user's YAML as immutable records, one file a kind, with the position of every field, and the findings about
 * them. What a field means when it is absent is decided by the compiler, so an absent scalar is null here.
 */
@org.jspecify.annotations.NullMarked
package io.gatehouse.resource;
