/**
 * Charts and pages for people: SVG inside one HTML file that needs no network and no script, drawn
 * for a light and a dark screen.
 *
 * <p>{@link dev.scorekeeper.cli.chart.Page} is the file, {@link dev.scorekeeper.cli.chart.Chart} a
 * picture in it.
 */
@NullMarked
package dev.scorekeeper.cli.chart;

import org.jspecify.annotations.NullMarked;
