@NullMarked
package dev.scorekeeper.server.evaluation.engine;

import org.jspecify.annotations.NullMarked;
