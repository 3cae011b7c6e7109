/** GELU, layer normalization and softmax as operations of TensorFlow: what each takes and gives. */
#include "rows.h"
#include "operation.h"

namespace course {
namespace {

int64_t sizeOf(const Shape& shape) {
  int64_t size = 1;
  for (int64_t dim : shape) size *= dim;
  return size;
}

void gelu(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Shape shape = call.shape(0);
  const auto [x, y] = call.inPlace(0, 0, shape);
  if (call.sound()) runPass(GeluForward{sizeOf(shape), x, y});
}

void geluGradient(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Shape shape = call.shape(0);
  const auto [dy, dx] = call.inPlace(0, 0, shape);
  const GeluBackward pass{sizeOf(shape), dy, call.numbers(1, shape), dx};
  if (call.sound()) runPass(pass);
}

/** Width of the rows; 0 after a failure. */
int widthOf(Call& call, const Shape& shape) {
  if (!shape.empty() && shape.back() > 0) return int(shape.back());
  return call.fail("expected rows [..., D] with at least one number"), 0;
}

/** The shape of one number for each row. */
Shape columnOf(Shape shape) {
  if (!shape.empty()) shape.back() = 1;
  return shape;
}

void layerNormalization(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Shape shape = call.shape(0);
  const int width = widthOf(call, shape);
  const float *x = call.numbers(0, shape), *gamma = call.numbers(1, {width}), *beta = call.numbers(2, {width});
  const float* epsilon = call.numbers(3, {});
  float *y = call.output(0, shape), *unit = call.output(1, shape), *inverse = call.output(2, columnOf(shape));
  if (!call.sound()) return;
  runPass(LayerNormalizationForward{sizeOf(shape) / width, width, *epsilon, x, gamma, beta, y, unit, inverse});
}

void layerNormalizationGradient(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Shape shape = call.shape(0);
  const int width = widthOf(call, shape);
  const auto [dy, dx] = call.inPlace(0, 0, shape);
  const float *unit = call.numbers(1, shape), *inverse = call.numbers(2, columnOf(shape));
  const float* gamma = call.numbers(3, {width});
  float *dGamma = call.output(1, {width}), *dBeta = call.output(2, {width});
  if (!call.sound()) return;
  runPass(LayerNormalizationBackward{sizeOf(shape) / width, width, dy, unit, inverse, gamma, dx, dGamma, dBeta});
}

void softmax(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Shape shape = call.shape(0), biasShape = call.shape(1);
  const int width = widthOf(call, shape);
  const bool fits = biasShape.size() == 2 && biasShape[0] > 0 && biasShape[1] == width;
  if (!fits) call.fail("expected a bias [T, S] for rows [..., S]");
  const auto [x, y] = call.inPlace(0, 0, shape);
  const float* bias = call.numbers(1, biasShape);
  if (call.sound()) runPass(SoftmaxForward{sizeOf(shape) / width, width, biasShape[0], x, bias, y});
}

void softmaxGradient(void*, TF_OpKernelContext* context) {
  Call call(context);
  const Shape shape = call.shape(0);
  const int width = widthOf(call, shape);
  const auto [dy, dx] = call.inPlace(0, 0, shape);
  const float* y = call.numbers(1, shape);
  if (call.sound()) runPass(SoftmaxBackward{sizeOf(shape) / width, width, dy, y, dx});
}

}  // namespace

const std::vector<Operation>& rowOperations() {
  static const std::vector<Operation> operations = {
      {"CourseGelu", {"x"}, {"y"}, gelu},
      {"CourseGeluGradient", {"dy", "x"}, {"dx"}, geluGradient},
      {"CourseLayerNormalization", {"x", "gamma", "beta", "epsilon"}, {"y", "unit", "inverse"}, layerNormalization},
      {"CourseLayerNormalizationGradient",
       {"dy", "unit", "inverse", "gamma"},
       {"dx", "d_gamma", "d_beta"},
       layerNormalizationGradient},
      {"CourseSoftmax", {"x", "bias"}, {"y"}, softmax},
      {"CourseSoftmaxGradient", {"dy", "y"}, {"dx"}, softmaxGradient},
  };
  return operations;
}

}  // namespace course
