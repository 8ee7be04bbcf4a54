/** Tests of demo, with the fakes they share. */
@NullMarked
package dev.scorekeeper.cli.demo;

import org.jspecify.annotations.NullMarked;
