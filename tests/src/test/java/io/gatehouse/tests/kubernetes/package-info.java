/** The gateway on a real API server; see {@code tests/README.md}. */
package io.gatehouse.tests.kubernetes;
