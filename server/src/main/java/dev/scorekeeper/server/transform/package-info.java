/**
 * Changes made to an output's numbers before they are sent: softmax, sigmoid, argmax, top-k and
 * threshold. Pure arithmetic.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.transform.Transform} lists the changes, {@link
 * dev.scorekeeper.server.transform.TransformChain} says which may be made to what and makes them.
 *
 * <p>Vocabulary: the <em>class axis</em> is the last one; a <em>line</em> is the elements along it.
 */
@NullMarked
package dev.scorekeeper.server.transform;

import org.jspecify.annotations.NullMarked;
