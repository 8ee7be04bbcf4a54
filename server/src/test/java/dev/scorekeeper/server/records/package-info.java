@NullMarked
package dev.scorekeeper.server.records;

import org.jspecify.annotations.NullMarked;
