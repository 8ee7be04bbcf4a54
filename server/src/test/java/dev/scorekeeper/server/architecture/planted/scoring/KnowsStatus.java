package dev.scorekeeper.server.architecture.planted.scoring;

import io.grpc.Status;

/** Breaks the rule that only transport and app know gRPC. */
record KnowsStatus(Status status) {}
