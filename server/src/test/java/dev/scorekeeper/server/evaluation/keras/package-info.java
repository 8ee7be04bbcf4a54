/** Tests of KERAS mode, and of everything against values that Keras and scikit-learn computed. */
@NullMarked
package dev.scorekeeper.server.evaluation.keras;

import org.jspecify.annotations.NullMarked;
