@NullMarked
package dev.scorekeeper.server.evaluation.gate;

import org.jspecify.annotations.NullMarked;
