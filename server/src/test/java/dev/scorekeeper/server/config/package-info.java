/** Tests of reading settings; {@code SampleConfig} is a record with every type there is. */
@NullMarked
package dev.scorekeeper.server.config;

import org.jspecify.annotations.NullMarked;
