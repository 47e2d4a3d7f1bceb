/*
 * Runs a command where it cannot get in the way of the other side: the load has the last processor for itself,
 * a server gets the others. With a single processor they share it.
 *
 * pin load|server COMMAND...
 */
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <unistd.h>
#include "must.h"

int main(int argc, char **argv) {
  if (argc < 3) fail("usage: pin load|server COMMAND...");
  cpu_set_t allowed, chosen;
  must(sched_getaffinity(0, sizeof allowed, &allowed), "sched_getaffinity");
  int last = CPU_SETSIZE - 1;
  while (!CPU_ISSET(last, &allowed)) last--;

  if (strcmp(argv[1], "load") == 0) {
    CPU_ZERO(&chosen);
    CPU_SET(last, &chosen);
  } else {
    chosen = allowed;
    if (CPU_COUNT(&allowed) > 1) CPU_CLR(last, &chosen);
  }
  must(sched_setaffinity(0, sizeof chosen, &chosen), "sched_setaffinity");
  execvp(argv[2], argv + 2);
  must(-1, argv[2]);
}
