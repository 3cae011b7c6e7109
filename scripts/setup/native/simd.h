/** Vectors of W floats: loads of any length, the two activations, and products with a packed matrix. */
#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

#define COURSE_INLINE inline __attribute__((always_inline))

namespace course {

template <int W>
struct Simd {
  typedef float Float __attribute__((vector_size(W * 4)));
  typedef float Unaligned __attribute__((vector_size(W * 4), aligned(4), may_alias));
  typedef int32_t Int __attribute__((vector_size(W * 4)));
};
template <int W>
using Float = typename Simd<W>::Float;

/** The first `count` numbers at `from`, at most W; zeros after them. */
template <int W>
COURSE_INLINE Float<W> load(const float* from, int count = W) {
  if (count >= W) return *reinterpret_cast<const typename Simd<W>::Unaligned*>(from);
  Float<W> value = {};
  memcpy(&value, from, sizeof(float) * count);
  return value;
}

template <int W>
COURSE_INLINE void store(float* to, Float<W> value, int count = W) {
  if (count >= W)
    *reinterpret_cast<typename Simd<W>::Unaligned*>(to) = value;
  else
    memcpy(to, &value, sizeof(float) * count);
}

/**
 * e^x: x = n·ln 2 + r, a polynomial in r, times 2^n. Coefficients: Moshier, Cephes, expf.
 *
 * Below −87, where the result is too small for a float without loss, it is 0; above 88 that of 88. NaN stays NaN.
 */
template <int W>
COURSE_INLINE Float<W> exponential(Float<W> given) {
  typedef typename Simd<W>::Int Int;
  Float<W> x = given > 88.f ? Float<W>{} + 88.f : given;
  x = x < -87.f ? Float<W>{} - 87.f : x;
  const Float<W> shifted = x * 1.44269504088896341f + 12582912.f;  // 1.5 · 2^23: the low bits are n
  const Float<W> n = shifted - 12582912.f;
  const Float<W> r = x - n * 0.693359375f + n * 2.12194440e-4f;
  Float<W> y = Float<W>{} + 1.9875691500e-4f;
  y = y * r + 1.3981999507e-3f;
  y = y * r + 8.3334519073e-3f;
  y = y * r + 4.1665795894e-2f;
  y = y * r + 1.6666665459e-1f;
  y = y * r + 5.0000001201e-1f;
  y = y * r * r + r + 1.f;
  const Int power = (reinterpret_cast<Int&>(const_cast<Float<W>&>(shifted)) << 23) + 0x3f800000;
  return given < -87.f ? Float<W>{} : y * reinterpret_cast<const Float<W>&>(power);
}

template <int W>
COURSE_INLINE Float<W> sigmoid(Float<W> x) {
  return 1.f / (1.f + exponential<W>(-x));
}

/** Near zero a polynomial, which keeps small numbers exact. Coefficients: Moshier, Cephes, tanhf. */
template <int W>
COURSE_INLINE Float<W> hyperbolicTangent(Float<W> x) {
  const Float<W> z = x * x;
  Float<W> small = Float<W>{} - 5.70498872745e-3f;
  small = small * z + 2.06390887954e-2f;
  small = small * z - 5.37397155531e-2f;
  small = small * z + 1.33314422036e-1f;
  small = small * z - 3.33332819422e-1f;
  small = x + x * z * small;
  const Float<W> large = 1.f - 2.f / (exponential<W>(x + x) + 1.f);
  return z < 0.390625f ? small : large;
}

/**
 * A matrix [depth, groups · width] as panels of 2·W columns, so that a product reads it in order. Each group is filled
 * up with columns of zeros to whole panels.
 */
template <int W>
struct Packed {
  const int depth, groups, width;
  /** Columns of a group with those of zeros. */
  const int padded = (width + 2 * W - 1) / (2 * W) * (2 * W);
  std::vector<float> numbers = std::vector<float>(size_t(depth) * groups * padded);

  COURSE_INLINE int columns() const { return groups * padded; }

  /** @param at the number in row k and column `column` of group `group` */
  template <class At>
  COURSE_INLINE void fill(At at) {
    float* to = numbers.data();
    for (int group = 0; group < groups; group++)
      for (int first = 0; first < padded; first += 2 * W)
        for (int k = 0; k < depth; k++, to += 2 * W)
          for (int column = first; column < first + 2 * W && column < width; column++)
            to[column - first] = at(k, group, column);
  }
};

/** R rows of a product and 2·W of its columns. */
template <int W, int R>
COURSE_INLINE void tile(const float* a, long aRow, const float* panel, int depth, float* out, long outRow) {
  Float<W> sums[R][2] = {};
  for (int k = 0; k < depth; k++, panel += 2 * W) {
    const Float<W> left = load<W>(panel), right = load<W>(panel + W);
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
      const Float<W> x = Float<W>{} + a[r * aRow + k];
      sums[r][0] += x * left;
      sums[r][1] += x * right;
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; r++) {
    store<W>(out + r * outRow, sums[r][0]);
    store<W>(out + r * outRow + W, sums[r][1]);
  }
}

/** out [rows, columns] = a [rows, depth] · packed. Every number adds up in the order of k, whatever W and R are. */
template <int W>
COURSE_INLINE void product(const float* a, long aRow, int rows, const Packed<W>& packed, float* out) {
  const float* panel = packed.numbers.data();
  const long outRow = packed.columns();
  for (int c = 0; c < packed.columns(); c += 2 * W, panel += 2L * W * packed.depth) {
    int r = 0;
    // As many sums as the registers hold: 32 of 16 floats, or 16 of 8.
    if (W == 16)
      for (; r + 8 <= rows; r += 8) tile<W, 8>(a + r * aRow, aRow, panel, packed.depth, out + r * outRow + c, outRow);
    for (; r + 4 <= rows; r += 4) tile<W, 4>(a + r * aRow, aRow, panel, packed.depth, out + r * outRow + c, outRow);
    for (; r < rows; r++) tile<W, 1>(a + r * aRow, aRow, panel, packed.depth, out + r * outRow + c, outRow);
  }
}

template <class Pass>
__attribute__((target("avx512f,avx2,fma"))) void runWide(const Pass& pass) {
  pass.template run<16>();
}

template <class Pass>
__attribute__((target("avx2,fma"))) void runNarrow(const Pass& pass) {
  pass.template run<8>();
}

/** Runs a pass with the widest vectors that the processor has. The numbers are the same bit for bit. */
template <class Pass>
void runPass(const Pass& pass) {
  static const bool wide = __builtin_cpu_supports("avx512f");
  wide ? runWide(pass) : runNarrow(pass);
}

/** Whether the processor has the instructions that the narrowest passes need. */
inline bool supported() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

}  // namespace course
