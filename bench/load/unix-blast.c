/*
 * Unix datagrams, one after another. The socket blocks while the receiver's queue is full, so none is lost.
 *
 * unix-blast PATH SIZE SECONDS
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "clock.h"
#include "must.h"

enum { MAX_SIZE = 64 * 1024 };

int main(int argc, char **argv) {
  if (argc != 4) fail("usage: unix-blast PATH SIZE SECONDS");
  int fd = (int)must(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");
  struct sockaddr_un receiver = {.sun_family = AF_UNIX};
  strncpy(receiver.sun_path, argv[1], sizeof receiver.sun_path - 1);
  must(connect(fd, (struct sockaddr *)&receiver, sizeof receiver), "connect");
  size_t size = (size_t)atoi(argv[2]);
  if (size > MAX_SIZE) fail("more bytes than this load can send");

  static unsigned char payload[MAX_SIZE];
  unsigned long sent = 0;
  uint64_t began = now_ns(), deadline = began + (uint64_t)(atof(argv[3]) * 1e9);
  for (; now_ns() < deadline; sent++) must(send(fd, payload, size, MSG_NOSIGNAL), "send");
  double seconds = (double)(now_ns() - began) / 1e9;

  printf("{\"sent\":%lu,\"seconds\":%f,\"busy\":%.3f}\n", sent, seconds, (double)cpu_ns() / 1e9 / seconds);
}
