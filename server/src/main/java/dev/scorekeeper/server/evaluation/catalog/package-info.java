/** All metrics that come with the server: {@link BuiltInMetrics}. */
@NullMarked
package dev.scorekeeper.server.evaluation.catalog;

import org.jspecify.annotations.NullMarked;
