#pragma once
#include <stdio.h>
#include <stdlib.h>

/* Passes on the result of a system call, or ends the process with its error. */
static inline long must(long result, const char *call) {
  if (result >= 0) return result;
  perror(call);
  exit(1);
}

/* A fault that errno knows nothing of. */
static inline void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}
