#pragma once
#include <stdint.h>

/* Log-linear: 64 steps to each power of two, so a percentile is at most 1.6 % off. */
enum { STEP_BITS = 6, STEPS = 1 << STEP_BITS, CELLS = (64 - STEP_BITS + 1) * STEPS };

struct histogram {
  uint64_t total;
  uint64_t cells[CELLS];
};

static inline void histogram_add(struct histogram *h, uint64_t value) {
  h->total++;
  if (value < STEPS) {
    h->cells[value]++;
    return;
  }
  int shift = 63 - __builtin_clzll(value) - STEP_BITS;
  h->cells[(shift + 1) * STEPS + (int)(value >> shift) - STEPS]++;
}

static inline uint64_t histogram_quantile(const struct histogram *h, double q) {
  uint64_t left = (uint64_t)(q * (double)h->total);
  for (int cell = 0; cell < CELLS; cell++) {
    if (h->cells[cell] > left) {
      if (cell < STEPS) return (uint64_t)cell;
      int shift = cell / STEPS - 1;
      return (uint64_t)(cell % STEPS + STEPS) << shift;
    }
    left -= h->cells[cell];
  }
  return 0;
}
