/** An operation added to TensorFlow: its registration, and one call of it. */
#pragma once
#include <cstdint>
#include <utility>
#include <vector>
#include "tensorflow/c/kernels.h"

namespace course {

/** What an operation takes and gives, float32 throughout, and what it runs. */
struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs;
  void (*compute)(void*, TF_OpKernelContext*);
};

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

}  // namespace course
