/*
 * Counts the Unix datagrams that reach PATH.
 *
 * unix-receive one|batch PATH
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/un.h>
#include "../load/clock.h"
#include "../load/must.h"
#include "control.h"

enum { BATCH = 64, BYTES = 64 * 1024 };

static volatile unsigned long received;
static unsigned char buffers[BATCH][BYTES];

static void report(void) {
  printf("{\"datagrams\":%lu,\"seconds\":%f}\n", received, (double)now_ns() / 1e9);
}

static void receive_one_by_one(int fd) {
  for (;;) {
    must(recv(fd, buffers[0], BYTES, 0), "recv");
    received++;
  }
}

static void receive_batches(int fd) {
  struct iovec bytes[BATCH];
  struct mmsghdr batch[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) {
    bytes[i] = (struct iovec){.iov_base = buffers[i], .iov_len = BYTES};
    batch[i].msg_hdr = (struct msghdr){.msg_iov = &bytes[i], .msg_iovlen = 1};
  }
  for (;;) received += (unsigned long)must(recvmmsg(fd, batch, BATCH, MSG_WAITFORONE, NULL), "recvmmsg");
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage: unix-receive one|batch PATH");
  int fd = (int)must(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), "socket");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, argv[2], sizeof address.sun_path - 1);
  must(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
  printf("{\"path\":\"%s\"}\n", argv[2]);
  obey_runner(report);
  if (strcmp(argv[1], "one") == 0) receive_one_by_one(fd);
  receive_batches(fd);
}
