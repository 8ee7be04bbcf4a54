package dev.scorekeeper.server.pipeline;

/**
 * A request that fits a signature.
 *
 * @param rows borrowed until the submission returns
 * @param bytes payload of the rows
 */
record BoundRequest(ServingSignature signature, BoundRows rows, long bytes, OutputChoice choice) {}
