/**
 * The Java client of a Scorekeeper server: plain arrays in, plain arrays out.
 *
 * <p>Starting points: {@link dev.scorekeeper.client.ScorekeeperClient} holds the connections and
 * makes the calls, {@link dev.scorekeeper.client.Prediction} is what to ask, {@link
 * dev.scorekeeper.client.Result} is the answer, {@link dev.scorekeeper.client.Tensor} is an array
 * with its type and shape, {@link dev.scorekeeper.client.PredictStream} scores many requests over
 * one call, {@link dev.scorekeeper.client.EvaluationRequest} asks how good a model is, and {@link
 * dev.scorekeeper.client.ScorekeeperException} is what every failure looks like.
 *
 * <p>Vocabulary: a <em>row</em> is one example, one index of a tensor's first dimension; an
 * <em>attempt</em> is one call over the network, of which a request may take several; the
 * <em>window</em> of a stream is what has been sent and not answered yet.
 */
@NullMarked
package dev.scorekeeper.client;

import org.jspecify.annotations.NullMarked;
