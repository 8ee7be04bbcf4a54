/**
 * Accepts or refuses requests before they cost memory or time: rows and bytes in flight, the
 * predicted wait, and deadlines that cannot be met.
 *
 * <p>Starting point: {@link dev.scorekeeper.server.admission.AdmissionController}. A refusal is a
 * value, never an exception.
 */
@NullMarked
package dev.scorekeeper.server.admission;

import org.jspecify.annotations.NullMarked;
