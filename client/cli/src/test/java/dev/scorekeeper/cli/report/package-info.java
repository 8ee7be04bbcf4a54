/** Tests of the report, in a browser too: {@code ReportBrowserTest}. */
@NullMarked
package dev.scorekeeper.cli.report;

import org.jspecify.annotations.NullMarked;
