/*
 * Counts the UDP datagrams that reach it. It is a peer of the receivers, and the sink for the senders.
 *
 * udp-receive one|batch|gro
 */
#define _GNU_SOURCE
#include <netinet/udp.h>
#include "../load/clock.h"
#include "../load/loopback.h"
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

/* How many datagrams the kernel joined into this message. */
static unsigned long joined(struct msghdr *message, size_t length) {
  struct cmsghdr *control = CMSG_FIRSTHDR(message);
  if (!control || control->cmsg_level != SOL_UDP || control->cmsg_type != UDP_GRO) return 1;
  int segment;
  memcpy(&segment, CMSG_DATA(control), sizeof segment);
  return (length + (size_t)segment - 1) / (size_t)segment;
}

static void receive_batches(int fd) {
  static char control[BATCH][CMSG_SPACE(sizeof(int))];
  static struct iovec bytes[BATCH];
  static struct mmsghdr batch[BATCH];
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      bytes[i] = (struct iovec){.iov_base = buffers[i], .iov_len = BYTES};
      batch[i].msg_hdr = (struct msghdr){.msg_iov = &bytes[i],
                                         .msg_iovlen = 1,
                                         .msg_control = control[i],
                                         .msg_controllen = sizeof control[i]};
    }
    long count = must(recvmmsg(fd, batch, BATCH, MSG_WAITFORONE, NULL), "recvmmsg");
    for (long i = 0; i < count; i++) received += joined(&batch[i].msg_hdr, batch[i].msg_len);
  }
}

int main(int argc, char **argv) {
  if (argc != 2) fail("usage: udp-receive one|batch|gro");
  uint16_t port;
  int fd = bind_loopback(SOCK_DGRAM, &port);
  set_option(fd, SOL_SOCKET, SO_RCVBUF, 4 << 20);
  if (strcmp(argv[1], "gro") == 0) set_option(fd, IPPROTO_UDP, UDP_GRO, 1);
  printf("{\"port\":%d}\n", port);
  obey_runner(report);
  if (strcmp(argv[1], "one") == 0) receive_one_by_one(fd);
  receive_batches(fd);
}
