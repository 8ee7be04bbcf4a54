/**
 * A metric as whoever runs a server may add one, and the kit that says whether it may be added.
 * Start at {@link dev.scorekeeper.server.evaluation.plugin.MetricFactoryKit}.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.plugin;

import org.jspecify.annotations.NullMarked;
