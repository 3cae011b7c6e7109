/**
 * Functions of every number, and of every row of a matrix, that TensorFlow would compute in ten passes through memory.
 *
 * Vectors are of 16 floats on every processor, so that sums are added in the same order everywhere.
 */
#pragma once
#include "simd.h"

namespace course {

constexpr int LANES = 16;
typedef Float<LANES> Lanes;

/** Calls `body(position, count)` for every vector of `size` numbers. */
template <class Body>
COURSE_INLINE void eachLanes(int64_t size, Body body) {
  for (int64_t at = 0; at < size; at += LANES) body(at, size - at < LANES ? int(size - at) : LANES);
}

/** Sum of all lanes, as of a tree. */
COURSE_INLINE float total(Lanes value) {
  float parts[LANES];
  store<LANES>(parts, value);
  for (int half = LANES / 2; half > 0; half /= 2)
    for (int i = 0; i < half; i++) parts[i] += parts[i + half];
  return parts[0];
}

// Twice the coefficients of the published √(2/π) · (x + 0.044715 x³): ½ (1 + tanh z) = σ(2 z).
constexpr float GELU_LINEAR = 1.5957691216057308f, GELU_CUBIC = 0.044715f * GELU_LINEAR;

/** x · σ(x · (a + b · x²)). Hendrycks, Gimpel 2016. https://arxiv.org/abs/1606.08415 */
struct GeluForward {
  int64_t size;
  const float* x;
  float* y;

  template <int>
  COURSE_INLINE void run() const {
    eachLanes(size, [&](int64_t at, int count) __attribute__((always_inline)) {
      const Lanes v = load<LANES>(x + at, count);
      store<LANES>(y + at, v * sigmoid<LANES>(v * (GELU_LINEAR + GELU_CUBIC * v * v)), count);
    });
  }
};

struct GeluBackward {
  int64_t size;
  const float *dy, *x;
  float* dx;

  template <int>
  COURSE_INLINE void run() const {
    eachLanes(size, [&](int64_t at, int count) __attribute__((always_inline)) {
      const Lanes v = load<LANES>(x + at, count), square = v * v;
      const Lanes gate = sigmoid<LANES>(v * (GELU_LINEAR + GELU_CUBIC * square));
      const Lanes slope = GELU_LINEAR + 3.f * GELU_CUBIC * square;
      store<LANES>(dx + at, load<LANES>(dy + at, count) * (gate + v * gate * (1.f - gate) * slope), count);
    });
  }
};

/** unit = (x − mean) / σ of each row, y = unit · γ + β. Ba, Kiros, Hinton 2016. https://arxiv.org/abs/1607.06450 */
struct LayerNormalizationForward {
  int64_t rows;
  int width;
  float epsilon;
  const float *x, *gamma, *beta;
  float *y, *unit, *inverse;

  template <int>
  COURSE_INLINE void run() const {
    for (int64_t row = 0; row < rows; row++) {
      const float* from = x + row * width;
      Lanes sum = {}, squares = {};
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) { sum += load<LANES>(from + at, count); });
      const float mean = total(sum) / width;
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        const Lanes centered = load<LANES>(from + at, count) - mean;
        store<LANES>(unit + row * width + at, centered, count);
        // Lanes beyond the row hold −mean: the row is read again, zeros after its end.
        const Lanes inside = load<LANES>(unit + row * width + at, count);
        squares += inside * inside;
      });
      const float scale = 1.f / __builtin_sqrtf(total(squares) / width + epsilon);
      inverse[row] = scale;
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        const Lanes value = load<LANES>(unit + row * width + at, count) * scale;
        store<LANES>(unit + row * width + at, value, count);
        store<LANES>(y + row * width + at, value * load<LANES>(gamma + at, count) + load<LANES>(beta + at, count), count);
      });
    }
  }
};

/** dx = (d − mean(d) − unit · mean(d · unit)) / σ with d = dy · γ; dγ and dβ are sums over all rows. */
struct LayerNormalizationBackward {
  int64_t rows;
  int width;
  const float *dy, *unit, *inverse, *gamma;
  float *dx, *dGamma, *dBeta;

  template <int>
  COURSE_INLINE void run() const {
    memset(dGamma, 0, sizeof(float) * width);
    memset(dBeta, 0, sizeof(float) * width);
    for (int64_t row = 0; row < rows; row++) {
      const float *d = dy + row * width, *u = unit + row * width;
      Lanes sum = {}, along = {};
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        const Lanes given = load<LANES>(d + at, count), value = load<LANES>(u + at, count);
        const Lanes scaled = given * load<LANES>(gamma + at, count);
        sum += scaled;
        along += scaled * value;
        store<LANES>(dGamma + at, load<LANES>(dGamma + at, count) + given * value, count);
        store<LANES>(dBeta + at, load<LANES>(dBeta + at, count) + given, count);
      });
      const float mean = total(sum) / width, slope = total(along) / width;
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        const Lanes scaled = load<LANES>(d + at, count) * load<LANES>(gamma + at, count);
        store<LANES>(dx + row * width + at, (scaled - mean - load<LANES>(u + at, count) * slope) * inverse[row], count);
      });
    }
  }
};

/** e^x / Σ e^x of each row of x + bias; row r has the bias of row r mod `period`. */
struct SoftmaxForward {
  int64_t rows;
  int width;
  int64_t period;
  const float *x, *bias;
  float* y;

  template <int>
  COURSE_INLINE void run() const {
    Lanes position;
    for (int i = 0; i < LANES; i++) position[i] = i;
    for (int64_t row = 0; row < rows; row++) {
      const float *from = x + row * width, *added = bias + row % period * width;
      float* to = y + row * width;
      Lanes most = Lanes{} - __builtin_inff();
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        const Lanes value = load<LANES>(from + at, count) + load<LANES>(added + at, count);
        store<LANES>(to + at, value, count);
        const Lanes inside = position < float(count) ? value : most;
        most = inside > most ? inside : most;
      });
      float largest = most[0];
      for (int i = 1; i < LANES; i++) largest = most[i] > largest ? most[i] : largest;
      Lanes sum = {};
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        const Lanes power = exponential<LANES>(load<LANES>(to + at, count) - largest);
        store<LANES>(to + at, power, count);
        sum += position < float(count) ? power : Lanes{};
      });
      const float scale = 1.f / total(sum);
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        store<LANES>(to + at, load<LANES>(to + at, count) * scale, count);
      });
    }
  }
};

/** dx = (dy − Σ dy · y) · y of each row. */
struct SoftmaxBackward {
  int64_t rows;
  int width;
  const float *dy, *y;
  float* dx;

  template <int>
  COURSE_INLINE void run() const {
    for (int64_t row = 0; row < rows; row++) {
      const float *d = dy + row * width, *value = y + row * width;
      Lanes sum = {};
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        sum += load<LANES>(d + at, count) * load<LANES>(value + at, count);
      });
      const float along = total(sum);
      eachLanes(width, [&](int64_t at, int count) __attribute__((always_inline)) {
        store<LANES>(dx + row * width + at, (load<LANES>(d + at, count) - along) * load<LANES>(value + at, count), count);
      });
    }
  }
};

}  // namespace course
