/**
 * Every TensorFlow call and every native byte.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.runtime.TensorFlowRuntime} loads the native
 * library once and opens the {@link dev.scorekeeper.server.scoring.ModelLoader}; {@code
 * NativeProgram.run} is the hot path.
 *
 * <p>Vocabulary: a <em>slab</em> is one piece of native memory with one owner; an <em>address</em>
 * is a native address in the shape that the binding wants, and owns nothing. Nothing native here is
 * freed by the garbage collector: JavaCPP's collection of pointers is off, every pointer has an
 * owner that closes it once, so nothing can vanish under a running call.
 */
@NullMarked
package dev.scorekeeper.server.runtime;

import org.jspecify.annotations.NullMarked;
