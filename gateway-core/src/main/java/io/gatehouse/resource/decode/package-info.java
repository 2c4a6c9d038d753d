/**
 * The strict decoder: from SnakeYAML's nodes to records, so that line and column survive to every finding. It refuses
 * what the shape of a field forbids (what Istio's CRD schemas refuse); what a value may mean is judged in
 * {@code validate}.
 */
@org.jspecify.annotations.NullMarked
package io.gatehouse.resource.decode;
