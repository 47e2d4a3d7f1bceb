/* What a failed recv() looks like in a size_t, and in the ssize_t that it returns. */
#include "peer.h"

int main(void) {
  begin();
  char byte;
  size_t unsigned_result = (size_t)recv(-1, &byte, 1, 0);
  ssize_t result = recv(-1, &byte, 1, 0);
#pragma GCC diagnostic ignored "-Wtype-limits"
  printf("size_t %zu, less than 0: %s\n", unsigned_result, unsigned_result < 0 ? "yes" : "no");
  printf("ssize_t %zd, less than 0: %s\n", result, result < 0 ? "yes" : "no");
  return 0;
}
