package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Rows;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a message, its tensors in their places. Borrowed as {@link LabelledTensors}.
 *
 * @param rows the inputs
 * @param labels of each evaluated output
 * @param weights of each evaluated output, the same one for all where it has no name
 * @param masks likewise
 * @param presence of each evaluated output
 * @param slices in order of their names
 * @param ids of the rows
 * @param queries that the rows belong to
 */
record Message(
    Form form,
    Rows rows,
    List<InputTensor> labels,
    List<Optional<InputTensor>> weights,
    List<Optional<InputTensor>> masks,
    List<Optional<InputTensor>> presence,
    List<InputTensor> slices,
    Optional<InputTensor> ids,
    Optional<InputTensor> queries) {}
