/** Recurrent cells as operations of TensorFlow: what each takes and gives. */
#include "cells.h"
#include "operation.h"

namespace course {
namespace {

/** Sizes of a sequence `[T, N, parts · H]` with the recurrent weights `[H, gates · H]`. */
Sizes sizesOf(Call& call, int sequence, int parts, int weights, int gates) {
  const Shape steps = call.shape(sequence), matrix = call.shape(weights);
  const bool fits = steps.size() == 3 && matrix.size() == 2 && steps[0] > 0 && matrix[1] == gates * matrix[0] &&
                    steps[2] == parts * matrix[0];
  if (!fits) return call.fail("expected a sequence [T, N, gates · H] and weights [H, gates · H]"), Sizes{};
  return {int(steps[0]), int(steps[1]), int(matrix[0])};
}

/** A gradient of every step `[T, N, H]`, or of the last one alone `[1, N, H]`. */
Outside outside(Call& call, int index, const Sizes& sizes) {
  const Shape dims = call.shape(index);
  const bool everyStep = !dims.empty() && dims[0] == sizes.time;
  return {call.numbers(index, {everyStep ? sizes.time : 1, sizes.batch, sizes.units}), everyStep};
}

Shape sequence(const Sizes& s, int parts = 1) { return {s.time, s.batch, int64_t(parts) * s.units}; }
Shape weights(const Sizes& s, int gates) { return {s.units, int64_t(gates) * s.units}; }
Shape state(const Sizes& s) { return {s.batch, s.units}; }

void lstm(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = sizesOf(call, 0, 4, 1, 4);
  const auto [projected, gates] = call.inPlace(0, 0, sequence(s, 4));
  const LstmForward pass{s,
                         projected,
                         call.numbers(1, weights(s, 4)),
                         call.numbers(2, state(s)),
                         call.numbers(3, state(s)),
                         gates,
                         call.output(1, sequence(s)),
                         call.output(2, sequence(s))};
  if (call.sound()) runPass(pass);
}

void lstmGradient(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = sizesOf(call, 2, 4, 5, 4);
  const auto [gates, dGates] = call.inPlace(2, 0, sequence(s, 4));
  const LstmBackward pass{s,
                          outside(call, 0, s),
                          outside(call, 1, s),
                          gates,
                          call.numbers(3, sequence(s)),
                          call.numbers(4, state(s)),
                          call.numbers(5, weights(s, 4)),
                          dGates,
                          call.output(1, state(s)),
                          call.output(2, state(s))};
  if (call.sound()) runPass(pass);
}

void gru(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = sizesOf(call, 0, 3, 1, 3);
  const auto [projected, gates] = call.inPlace(0, 0, sequence(s, 3));
  const GruForward pass{s,
                        projected,
                        call.numbers(1, weights(s, 3)),
                        call.numbers(2, state(s)),
                        gates,
                        call.output(1, sequence(s))};
  if (call.sound()) runPass(pass);
}

void gruGradient(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = sizesOf(call, 1, 3, 4, 3);
  const GruBackward pass{s,
                         outside(call, 0, s),
                         call.numbers(1, sequence(s, 3)),
                         call.numbers(2, sequence(s)),
                         call.numbers(3, state(s)),
                         call.numbers(4, weights(s, 3)),
                         call.output(0, sequence(s, 3)),
                         call.output(1, state(s))};
  if (call.sound()) runPass(pass);
}

void gruResetAfter(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = sizesOf(call, 0, 3, 1, 3);
  const GruResetAfterForward pass{s,
                                  call.numbers(0, sequence(s, 3)),
                                  call.numbers(1, weights(s, 3)),
                                  call.numbers(2, {3 * s.units}),
                                  call.numbers(3, state(s)),
                                  call.output(0, sequence(s, 4)),
                                  call.output(1, sequence(s))};
  if (call.sound()) runPass(pass);
}

void gruResetAfterGradient(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = sizesOf(call, 1, 4, 4, 3);
  const GruResetAfterBackward pass{s,
                                   outside(call, 0, s),
                                   call.numbers(1, sequence(s, 4)),
                                   call.numbers(2, sequence(s)),
                                   call.numbers(3, state(s)),
                                   call.numbers(4, weights(s, 3)),
                                   call.output(0, sequence(s, 3)),
                                   call.output(1, sequence(s, 3)),
                                   call.output(2, state(s))};
  if (call.sound()) runPass(pass);
}

}  // namespace

const std::vector<Operation>& recurrentOperations() {
  static const std::vector<Operation> operations = {
    {"CourseLstm", {"projected", "weights", "hidden0", "cell0"}, {"gates", "cells", "hidden"}, lstm},
    {"CourseLstmGradient",
     {"d_hidden", "d_cells", "gates", "cells", "cell0", "weights"},
     {"d_gates", "d_hidden0", "d_cell0"},
     lstmGradient},
    {"CourseGru", {"projected", "weights", "hidden0"}, {"gates", "hidden"}, gru},
    {"CourseGruGradient",
     {"d_hidden", "gates", "hidden", "hidden0", "weights"},
     {"d_gates", "d_hidden0"},
     gruGradient},
    {"CourseGruResetAfter", {"projected", "weights", "bias", "hidden0"}, {"parts", "hidden"}, gruResetAfter},
    {"CourseGruResetAfterGradient",
     {"d_hidden", "parts", "hidden", "hidden0", "weights"},
     {"d_inputs", "d_inners", "d_hidden0"},
     gruResetAfterGradient},
  };
  return operations;
}

}  // namespace course
