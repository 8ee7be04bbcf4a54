/**
 * The server's numbers for those who watch it: Prometheus metrics, liveness and readiness over
 * HTTP.
 *
 * <p>Owns no numbers: {@code ServerMetrics} reads those of {@code stats} and {@code lifecycle} when
 * asked; {@link dev.scorekeeper.server.observability.HttpEndpoint} hands them out.
 */
@NullMarked
package dev.scorekeeper.server.observability;

import org.jspecify.annotations.NullMarked;
