/*
 * Opens connections, lets each echo a few bytes, and holds them idle until stdin ends.
 *
 * hold PORT CONNECTIONS
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "loopback.h"

/* Beside the connections, standard streams and some slack. */
enum { OTHER_DESCRIPTORS = 16 };

static void allow_descriptors(rlim_t count) {
  struct rlimit limit;
  must(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
  limit.rlim_cur = limit.rlim_max;
  if (limit.rlim_cur < count) fail("the limit of open files is lower than the number of connections");
  must(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

static void open_connection(uint16_t port) {
  static const char hello[64] = "An idle connection has spoken once.";
  char echo[sizeof hello];
  int fd = connect_loopback(SOCK_STREAM, port);
  reset_on_close(fd);
  must(send(fd, hello, sizeof hello, MSG_NOSIGNAL), "send");
  long received = must(recv(fd, echo, sizeof echo, MSG_WAITALL), "recv");
  if (received != sizeof echo) fail("the server closed a connection");
  if (memcmp(hello, echo, sizeof echo) != 0) fail("the echo differs from what was sent");
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: hold PORT CONNECTIONS");
  int count = atoi(argv[2]);
  allow_descriptors((rlim_t)count + OTHER_DESCRIPTORS);
  for (int i = 0; i < count; i++) open_connection((uint16_t)atoi(argv[1]));
  printf("{\"held\":%d}\n", count);
  fflush(stdout);
  while (getchar() != EOF) continue;
}
