#pragma once
#include <stdint.h>
#include <time.h>

static inline uint64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static inline uint64_t now_ns(void) { return nanoseconds(CLOCK_MONOTONIC); }

/* Processor time of this process: beside the time on the wall it tells whether the load was the limit. */
static inline uint64_t cpu_ns(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }
