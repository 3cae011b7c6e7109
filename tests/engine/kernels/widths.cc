/** Runs every pass with both widths of vectors and compares all numbers. Prints `equal`, `different` or `one width`. */
#include "../../../scripts/setup/native/cells.h"
#include <cstdio>
#include <random>

using namespace course;

std::mt19937 draw(1);

std::vector<float> random(size_t count) {
  std::normal_distribution<float> normal;
  std::vector<float> numbers(count);
  for (float& number : numbers) number = normal(draw);
  return numbers;
}

/** What a pass writes with each width. `make` puts its outputs into the tensors that it is given. */
template <class Make>
bool same(std::vector<size_t> sizes, Make make) {
  std::vector<std::vector<float>> wide, narrow;
  for (size_t size : sizes) wide.emplace_back(size), narrow.emplace_back(size);
  runWide(make(wide));
  runNarrow(make(narrow));
  return wide == narrow;
}

int main() {
  if (!__builtin_cpu_supports("avx512f")) return puts("one width"), 0;
  bool all = true;
  for (int units : {5, 33, 64}) {
    typedef std::vector<std::vector<float>> Tensors;
    const Sizes s{4, 13, units};
    const size_t steps = s.time * s.step(), state = s.step();
    const auto projected = random(4 * steps), u = random(4 * units * units), h = random(state), c = random(state);
    const auto dh = random(steps), dc = random(steps), gates = random(4 * steps), states = random(steps);
    const Outside every{dh.data(), true}, last{dc.data(), false};
    all &= same({4 * steps, steps, steps}, [&](Tensors& out) {
      return LstmForward{s, projected.data(), u.data(), h.data(), c.data(), out[0].data(), out[1].data(), out[2].data()};
    });
    all &= same({4 * steps, state, state}, [&](Tensors& out) {
      return LstmBackward{s, every, last, gates.data(), states.data(), c.data(), u.data(), out[0].data(), out[1].data(), out[2].data()};
    });
    all &= same({3 * steps, steps}, [&](Tensors& out) {
      return GruForward{s, projected.data(), u.data(), h.data(), out[0].data(), out[1].data()};
    });
    all &= same({3 * steps, state}, [&](Tensors& out) {
      return GruBackward{s, every, gates.data(), states.data(), h.data(), u.data(), out[0].data(), out[1].data()};
    });
    all &= same({4 * steps, steps}, [&](Tensors& out) {
      return GruResetAfterForward{s, projected.data(), u.data(), c.data(), h.data(), out[0].data(), out[1].data()};
    });
    all &= same({3 * steps, 3 * steps, state}, [&](Tensors& out) {
      return GruResetAfterBackward{s, last, gates.data(), states.data(), h.data(), u.data(), out[0].data(), out[1].data(), out[2].data()};
    });
  }
  puts(all ? "equal" : "different");
}
