/** Recurrent cells as operations of TensorFlow: what each takes and gives, and their registration. */
#include "recurrent.h"
#include "cells.h"
#include <string>
#include <utility>
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"

namespace course {
namespace {

typedef std::vector<int64_t> Shape;

/** One call of an operation: its inputs, its outputs, and whether they fit. */
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Call() {
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  /** Shape of an input; empty once something failed. */
  Shape shape(int index) {
    Shape dims;
    TF_Tensor* tensor = input(index);
    if (!tensor) return dims;
    for (int i = 0; i < TF_NumDims(tensor); i++) dims.push_back(TF_Dim(tensor, i));
    TF_DeleteTensor(tensor);
    return dims;
  }

  /** Numbers of an input that must have a shape. */
  const float* numbers(int index, const Shape& expected) {
    if (shape(index) != expected) return fail("an input has another shape than the rest asks for"), nullptr;
    TF_Tensor* tensor = input(index);
    return tensor ? data(tensor) : nullptr;
  }

  /**
   * An input, and an output of its shape that takes its place in memory where nobody else reads the input. Ask for it
   * before any other input: who holds a tensor reads it.
   */
  std::pair<const float*, float*> inPlace(int index, int output, const Shape& dims) {
    if (shape(index) != dims) return fail("an input has another shape than the rest asks for"), Pair();
    int forwarded = -1;
    TF_Tensor* tensor = TF_ForwardInputOrAllocateOutput(context_, &index, 1, output, dims.data(), dims.size(), &forwarded,
                                                        status_);
    if (!sound()) return Pair();
    float* to = data(tensor);
    return {forwarded == index ? to : numbers(index, dims), to};
  }

  /** A gradient of every step `[T, N, H]`, or of the last one alone `[1, N, H]`. */
  Outside outside(int index, const Sizes& sizes) {
    const Shape dims = shape(index);
    const bool everyStep = !dims.empty() && dims[0] == sizes.time;
    return {numbers(index, {everyStep ? sizes.time : 1, sizes.batch, sizes.units}), everyStep};
  }

  float* output(int index, const Shape& dims) {
    if (!sound()) return nullptr;  // TensorFlow's calls would take the failure out of the status
    size_t bytes = sizeof(float);
    for (int64_t dim : dims) bytes *= dim;
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, TF_FLOAT, dims.data(), dims.size(), bytes, status_);
    return sound() ? data(tensor) : nullptr;
  }

  void fail(const char* reason) {
    if (TF_GetCode(status_) == TF_OK) TF_SetStatus(status_, TF_INVALID_ARGUMENT, reason);
    sound();
  }

  /** Whether nothing failed; tells TensorFlow otherwise. */
  bool sound() {
    if (TF_GetCode(status_) == TF_OK) return true;
    TF_OpKernelContext_Failure(context_, status_);
    return false;
  }

  /** Sizes of a sequence `[T, N, parts · H]` with the recurrent weights `[H, gates · H]`. */
  Sizes sizes(int sequence, int parts, int weights, int gates) {
    const Shape steps = shape(sequence), matrix = shape(weights);
    const bool fits = steps.size() == 3 && matrix.size() == 2 && steps[0] > 0 && matrix[1] == gates * matrix[0] &&
                      steps[2] == parts * matrix[0];
    if (!fits) return fail("expected a sequence [T, N, gates · H] and weights [H, gates · H]"), Sizes{};
    return {int(steps[0]), int(steps[1]), int(matrix[0])};
  }

 private:
  typedef std::pair<const float*, float*> Pair;

  TF_Tensor* input(int index) {
    if (!sound()) return nullptr;
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    return sound() ? tensor : nullptr;
  }

  /** Holds the tensor until the call is over. */
  float* data(TF_Tensor* tensor) {
    tensors_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }

  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> tensors_;
};

Shape sequence(const Sizes& s, int parts = 1) { return {s.time, s.batch, int64_t(parts) * s.units}; }
Shape weights(const Sizes& s, int gates) { return {s.units, int64_t(gates) * s.units}; }
Shape state(const Sizes& s) { return {s.batch, s.units}; }

void lstm(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Sizes s = call.sizes(0, 4, 1, 4);
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
  const Sizes s = call.sizes(2, 4, 5, 4);
  const auto [gates, dGates] = call.inPlace(2, 0, sequence(s, 4));
  const LstmBackward pass{s,
                          call.outside(0, s),
                          call.outside(1, s),
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
  const Sizes s = call.sizes(0, 3, 1, 3);
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
  const Sizes s = call.sizes(1, 3, 4, 3);
  const GruBackward pass{s,
                         call.outside(0, s),
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
  const Sizes s = call.sizes(0, 3, 1, 3);
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
  const Sizes s = call.sizes(1, 4, 4, 3);
  const GruResetAfterBackward pass{s,
                                   call.outside(0, s),
                                   call.numbers(1, sequence(s, 4)),
                                   call.numbers(2, sequence(s)),
                                   call.numbers(3, state(s)),
                                   call.numbers(4, weights(s, 3)),
                                   call.output(0, sequence(s, 3)),
                                   call.output(1, sequence(s, 3)),
                                   call.output(2, state(s))};
  if (call.sound()) runPass(pass);
}

struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs;
  void (*compute)(void*, TF_OpKernelContext*);
};

const Operation OPERATIONS[] = {
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

/** The graphs that use these operations know every shape already. */
void unknownShapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

bool registerOne(const Operation& operation, TF_Status* status) {
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
  const auto spec = [](const char* name) { return std::string(name) + ": float"; };
  for (const char* name : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, spec(name).c_str());
  for (const char* name : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, spec(name).c_str());
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, unknownShapes);
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) != TF_OK) return false;
  TF_KernelBuilder* kernel = TF_NewKernelBuilder(operation.name, "CPU", nullptr, operation.compute, nullptr);
  TF_RegisterKernelBuilder(operation.name, kernel, status);
  return TF_GetCode(status) == TF_OK;
}

}  // namespace

bool registerRecurrent() {
  if (!supported()) return false;
  TF_Status* status = TF_NewStatus();
  bool all = true;
  for (const Operation& operation : OPERATIONS) all = all && registerOne(operation, status);
  TF_DeleteStatus(status);
  return all;
}

}  // namespace course
