/**
 * Recurrent cells over whole sequences, forward and back through time. Row-major float32 throughout.
 *
 * Axes: T time steps · N batch · H units. `projected` is x·W + b of all steps, which one product computed before.
 * Every pass adds in one fixed order on one thread, so its numbers repeat bit for bit. The gates of an LSTM's and a
 * GRU's forward pass may lie where `projected` lay, and an LSTM's gradients where its gates lay: each number is read
 * before its place is written.
 */
#pragma once
#include "simd.h"

namespace course {

struct Sizes {
  int time, batch, units;
  /** Numbers of one step in a tensor `[T, N, parts · H]`. */
  COURSE_INLINE size_t step(int parts = 1) const { return size_t(batch) * parts * units; }
};

/** The state before step t. */
COURSE_INLINE const float* stateBefore(const float* initial, const float* states, int t, const Sizes& sizes) {
  return t == 0 ? initial : states + (t - 1) * sizes.step();
}

/** Calls `body(row, column, count)` for every vector of a matrix [N, H]. */
template <int W, class Body>
COURSE_INLINE void eachVector(const Sizes& sizes, Body body) {
  for (int row = 0; row < sizes.batch; row++)
    for (int column = 0; column < sizes.units; column += W) {
      const int left = sizes.units - column;
      body(row, column, left < W ? left : W);
    }
}

/** Recurrent weights `[H, G · H]`, packed for h·U of some of their gates. */
template <int W>
COURSE_INLINE Packed<W> forward(const float* weights, int allGates, int first, int gates, int units) {
  Packed<W> packed{units, gates, units};
  const float* from = weights + first * units;
  const long row = long(allGates) * units;
  packed.fill([=](int k, int gate, int column) { return from[k * row + gate * units + column]; });
  return packed;
}

/** The same weights, packed for d·Uᵀ: d `[N, gates · H]`. */
template <int W>
COURSE_INLINE Packed<W> backward(const float* weights, int allGates, int first, int gates, int units) {
  Packed<W> packed{gates * units, 1, units};
  const float* from = weights + first * units;
  const long row = long(allGates) * units;
  packed.fill([=](int k, int, int column) { return from[column * row + k]; });
  return packed;
}

/** The gradient that reaches the outputs from outside: of every step, or of the last one alone. */
struct Outside {
  const float* gradient;
  bool everyStep;
  /** That of step t, or null. */
  COURSE_INLINE const float* at(int t, const Sizes& sizes) const {
    if (everyStep) return gradient + t * sizes.step();
    return t == sizes.time - 1 ? gradient : nullptr;
  }
};

/**
 * i, f, o = σ(…), g = tanh(…), c = f ∘ c' + i ∘ g, h = o ∘ tanh(c); gates i f g o.
 * Hochreiter, Schmidhuber 1997. https://doi.org/10.1162/neco.1997.9.8.1735
 */
struct LstmForward {
  Sizes sizes;
  const float *projected, *weights, *hidden0, *cell0;
  float *gates, *cells, *hidden;

  template <int W>
  COURSE_INLINE void run() const {
    const int H = sizes.units;
    const Packed<W> packed = forward<W>(weights, 4, 0, 4, H);
    std::vector<float> sums(size_t(sizes.batch) * packed.columns());
    for (int t = 0; t < sizes.time; t++) {
      product<W>(stateBefore(hidden0, hidden, t, sizes), H, sizes.batch, packed, sums.data());
      const float* before = stateBefore(cell0, cells, t, sizes);
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column;
        const size_t gate = t * sizes.step(4) + size_t(row) * 4 * H + column;
        const float* sum = &sums[size_t(row) * packed.columns() + column];
        const auto input = [&](int g) __attribute__((always_inline)) {
          return load<W>(projected + gate + g * H, count) + load<W>(sum + g * packed.padded);
        };
        const Float<W> i = sigmoid<W>(input(0)), f = sigmoid<W>(input(1));
        const Float<W> candidate = hyperbolicTangent<W>(input(2)), o = sigmoid<W>(input(3));
        const Float<W> cell = f * load<W>(before + at, count) + i * candidate;
        store<W>(gates + gate, i, count);
        store<W>(gates + gate + H, f, count);
        store<W>(gates + gate + 2 * H, candidate, count);
        store<W>(gates + gate + 3 * H, o, count);
        store<W>(cells + t * sizes.step() + at, cell, count);
        store<W>(hidden + t * sizes.step() + at, o * hyperbolicTangent<W>(cell), count);
      });
    }
  }
};

/** Gradients of the gates' inputs of every step, and of the initial states. */
struct LstmBackward {
  Sizes sizes;
  Outside dHidden, dCells;
  const float *gates, *cells, *cell0, *weights;
  float *dGates, *dHidden0, *dCell0;

  template <int W>
  COURSE_INLINE void run() const {
    const int H = sizes.units;
    const Packed<W> packed = backward<W>(weights, 4, 0, 4, H);
    std::vector<float> through(size_t(sizes.batch) * packed.columns());
    std::vector<float> dCell(sizes.step());
    for (int t = sizes.time - 1; t >= 0; t--) {
      const float *outside = dHidden.at(t, sizes), *outsideCell = dCells.at(t, sizes);
      const float* before = stateBefore(cell0, cells, t, sizes);
      float* out = dGates + t * sizes.step(4);
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 4 * H + column;
        const float* step = gates + t * sizes.step(4) + gate;
        const auto part = [&](int g) __attribute__((always_inline)) { return load<W>(step + g * H, count); };
        const Float<W> i = part(0), f = part(1), candidate = part(2), o = part(3);
        const Float<W> activated = hyperbolicTangent<W>(load<W>(cells + t * sizes.step() + at, count));
        Float<W> dh = load<W>(&through[size_t(row) * packed.columns() + column]);
        if (outside) dh += load<W>(outside + at, count);
        Float<W> dc = load<W>(&dCell[at], count) + dh * o * (1.f - activated * activated);
        if (outsideCell) dc += load<W>(outsideCell + at, count);
        store<W>(out + gate, dc * candidate * i * (1.f - i), count);
        store<W>(out + gate + H, dc * load<W>(before + at, count) * f * (1.f - f), count);
        store<W>(out + gate + 2 * H, dc * i * (1.f - candidate * candidate), count);
        store<W>(out + gate + 3 * H, dh * activated * o * (1.f - o), count);
        store<W>(&dCell[at], dc * f, count);
      });
      product<W>(out, 4L * H, sizes.batch, packed, through.data());
    }
    memcpy(dCell0, dCell.data(), sizeof(float) * dCell.size());
    for (int row = 0; row < sizes.batch; row++)
      memcpy(dHidden0 + size_t(row) * H, &through[size_t(row) * packed.columns()], sizeof(float) * H);
  }
};

/**
 * z, r = σ(…), g = tanh(x·W + (r ∘ h')·U), h = g + z ∘ (h' − g); gates z r g.
 * Cho et al. 2014. https://arxiv.org/abs/1406.1078
 */
struct GruForward {
  Sizes sizes;
  const float *projected, *weights, *hidden0;
  float *gates, *hidden;

  template <int W>
  COURSE_INLINE void run() const {
    const int H = sizes.units;
    const Packed<W> pair = forward<W>(weights, 3, 0, 2, H), last = forward<W>(weights, 3, 2, 1, H);
    std::vector<float> sums(size_t(sizes.batch) * pair.columns()), candidates(size_t(sizes.batch) * last.columns());
    std::vector<float> kept(sizes.step());
    for (int t = 0; t < sizes.time; t++) {
      const float* before = stateBefore(hidden0, hidden, t, sizes);
      const float* input = projected + t * sizes.step(3);
      float* out = gates + t * sizes.step(3);
      product<W>(before, H, sizes.batch, pair, sums.data());
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 3 * H + column;
        const float* sum = &sums[size_t(row) * pair.columns() + column];
        const Float<W> z = sigmoid<W>(load<W>(input + gate, count) + load<W>(sum));
        const Float<W> r = sigmoid<W>(load<W>(input + gate + H, count) + load<W>(sum + pair.padded));
        store<W>(out + gate, z, count);
        store<W>(out + gate + H, r, count);
        store<W>(&kept[at], r * load<W>(before + at, count), count);
      });
      product<W>(kept.data(), H, sizes.batch, last, candidates.data());
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 3 * H + column;
        const Float<W> sum = load<W>(&candidates[size_t(row) * last.columns() + column]);
        const Float<W> candidate = hyperbolicTangent<W>(load<W>(input + gate + 2 * H, count) + sum);
        const Float<W> z = load<W>(out + gate, count);
        store<W>(out + gate + 2 * H, candidate, count);
        store<W>(hidden + t * sizes.step() + at, candidate + z * (load<W>(before + at, count) - candidate), count);
      });
    }
  }
};

/** Gradients of the gates' inputs of every step, and of the initial state. */
struct GruBackward {
  Sizes sizes;
  Outside dHidden;
  const float *gates, *hidden, *hidden0, *weights;
  float *dGates, *dHidden0;

  template <int W>
  COURSE_INLINE void run() const {
    const int H = sizes.units;
    const Packed<W> pair = backward<W>(weights, 3, 0, 2, H), last = backward<W>(weights, 3, 2, 1, H);
    std::vector<float> kept(size_t(sizes.batch) * last.columns()), through(size_t(sizes.batch) * pair.columns());
    float* dh = dHidden0;  // the gradient of the state before a step takes the place of that after it
    memset(dh, 0, sizeof(float) * sizes.step());
    for (int t = sizes.time - 1; t >= 0; t--) {
      const float *outside = dHidden.at(t, sizes), *before = stateBefore(hidden0, hidden, t, sizes);
      const float* step = gates + t * sizes.step(3);
      float* out = dGates + t * sizes.step(3);
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 3 * H + column;
        const Float<W> z = load<W>(step + gate, count), candidate = load<W>(step + gate + 2 * H, count);
        Float<W> d = load<W>(dh + at, count);
        if (outside) d += load<W>(outside + at, count);
        store<W>(dh + at, d, count);
        store<W>(out + gate, d * (load<W>(before + at, count) - candidate) * z * (1.f - z), count);
        store<W>(out + gate + 2 * H, d * (1.f - z) * (1.f - candidate * candidate), count);
      });
      product<W>(out + 2 * H, 3L * H, sizes.batch, last, kept.data());
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 3 * H + column;
        const Float<W> z = load<W>(step + gate, count), r = load<W>(step + gate + H, count);
        const Float<W> dKept = load<W>(&kept[size_t(row) * last.columns() + column]);
        store<W>(out + gate + H, dKept * load<W>(before + at, count) * r * (1.f - r), count);
        store<W>(dh + at, load<W>(dh + at, count) * z + dKept * r, count);
      });
      product<W>(out, 3L * H, sizes.batch, pair, through.data());
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column;
        const Float<W> sum = load<W>(&through[size_t(row) * pair.columns() + column]);
        store<W>(dh + at, load<W>(dh + at, count) + sum, count);
      });
    }
  }
};

/**
 * z, r = σ(…), g = tanh(x·W + r ∘ u), u = h'·U + b, h = g + z ∘ (h' − g); parts z r g u.
 * Chung et al. 2014. https://arxiv.org/abs/1412.3555
 */
struct GruResetAfterForward {
  Sizes sizes;
  const float *projected, *weights, *bias, *hidden0;
  float *parts, *hidden;

  template <int W>
  COURSE_INLINE void run() const {
    const int H = sizes.units;
    const Packed<W> packed = forward<W>(weights, 3, 0, 3, H);
    std::vector<float> sums(size_t(sizes.batch) * packed.columns());
    for (int t = 0; t < sizes.time; t++) {
      const float* before = stateBefore(hidden0, hidden, t, sizes);
      const float* input = projected + t * sizes.step(3);
      product<W>(before, H, sizes.batch, packed, sums.data());
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 3 * H + column;
        float* out = parts + t * sizes.step(4) + size_t(row) * 4 * H + column;
        const float* sum = &sums[size_t(row) * packed.columns() + column];
        const auto inner = [&](int g) __attribute__((always_inline)) {
          return load<W>(sum + g * packed.padded) + load<W>(bias + g * H + column, count);
        };
        const Float<W> z = sigmoid<W>(load<W>(input + gate, count) + inner(0));
        const Float<W> r = sigmoid<W>(load<W>(input + gate + H, count) + inner(1));
        const Float<W> through = inner(2);
        const Float<W> candidate = hyperbolicTangent<W>(load<W>(input + gate + 2 * H, count) + r * through);
        store<W>(out, z, count);
        store<W>(out + H, r, count);
        store<W>(out + 2 * H, candidate, count);
        store<W>(out + 3 * H, through, count);
        store<W>(hidden + t * sizes.step() + at, candidate + z * (load<W>(before + at, count) - candidate), count);
      });
    }
  }
};

/** Gradients of the gates' inputs of every step on the input's and on the recurrent side, and of the initial state. */
struct GruResetAfterBackward {
  Sizes sizes;
  Outside dHidden;
  const float *parts, *hidden, *hidden0, *weights;
  float *dInputs, *dInners, *dHidden0;

  template <int W>
  COURSE_INLINE void run() const {
    const int H = sizes.units;
    const Packed<W> packed = backward<W>(weights, 3, 0, 3, H);
    std::vector<float> through(size_t(sizes.batch) * packed.columns());
    float* dh = dHidden0;
    memset(dh, 0, sizeof(float) * sizes.step());
    for (int t = sizes.time - 1; t >= 0; t--) {
      const float *outside = dHidden.at(t, sizes), *before = stateBefore(hidden0, hidden, t, sizes);
      float *inputs = dInputs + t * sizes.step(3), *inners = dInners + t * sizes.step(3);
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column, gate = size_t(row) * 3 * H + column;
        const float* step = parts + t * sizes.step(4) + size_t(row) * 4 * H + column;
        const auto part = [&](int g) __attribute__((always_inline)) { return load<W>(step + g * H, count); };
        const Float<W> z = part(0), r = part(1), candidate = part(2);
        Float<W> d = load<W>(dh + at, count);
        if (outside) d += load<W>(outside + at, count);
        const Float<W> dCandidate = d * (1.f - z) * (1.f - candidate * candidate);
        const Float<W> dz = d * (load<W>(before + at, count) - candidate) * z * (1.f - z);
        const Float<W> dr = dCandidate * part(3) * r * (1.f - r);
        store<W>(inputs + gate, dz, count);
        store<W>(inputs + gate + H, dr, count);
        store<W>(inputs + gate + 2 * H, dCandidate, count);
        store<W>(inners + gate, dz, count);
        store<W>(inners + gate + H, dr, count);
        store<W>(inners + gate + 2 * H, dCandidate * r, count);
        store<W>(dh + at, d * z, count);
      });
      product<W>(inners, 3L * H, sizes.batch, packed, through.data());
      eachVector<W>(sizes, [&](int row, int column, int count) __attribute__((always_inline)) {
        const size_t at = size_t(row) * H + column;
        const Float<W> sum = load<W>(&through[size_t(row) * packed.columns() + column]);
        store<W>(dh + at, load<W>(dh + at, count) + sum, count);
      });
    }
  }
};

}  // namespace course
