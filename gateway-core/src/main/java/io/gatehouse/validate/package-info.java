/**
 * Judges decoded resources: rules of one resource and rules across resources, one class a rule. An error refuses its
 * resource and no other; a warning tells of a trap.
 */
@org.jspecify.annotations.NullMarked
package io.gatehouse.validate;
