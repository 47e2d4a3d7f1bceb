/*
 * Sends UDP datagrams as fast as it can to the sink at PORT.
 *
 * udp-send one|batch|gso PORT SIZE
 */
#define _GNU_SOURCE
#include <netinet/udp.h>
#include "../load/clock.h"
#include "../load/loopback.h"
#include "control.h"

enum { BATCH = 64, MAX_PAYLOAD = 65507, MAX_SEGMENTS = 64 };

static volatile unsigned long sent;
static unsigned char payload[MAX_PAYLOAD];

static void report(void) {
  printf("{\"datagrams\":%lu,\"seconds\":%f}\n", sent, (double)now_ns() / 1e9);
}

static void send_each(int fd, size_t bytes, size_t datagrams) {
  for (;;) {
    must(send(fd, payload, bytes, 0), "send");
    sent += datagrams;
  }
}

static void send_batches(int fd, size_t size) {
  struct iovec bytes = {.iov_base = payload, .iov_len = size};
  struct mmsghdr batch[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) batch[i].msg_hdr = (struct msghdr){.msg_iov = &bytes, .msg_iovlen = 1};
  for (;;) sent += (unsigned long)must(sendmmsg(fd, batch, BATCH, 0), "sendmmsg");
}

int main(int argc, char **argv) {
  if (argc != 4) fail("usage: udp-send one|batch|gso PORT SIZE");
  uint16_t port = (uint16_t)atoi(argv[2]);
  size_t size = (size_t)atoi(argv[3]), segments = MAX_PAYLOAD / size;
  if (segments > MAX_SEGMENTS) segments = MAX_SEGMENTS;
  int fd = connect_loopback(SOCK_DGRAM, port);
  printf("{\"port\":%d}\n", port);
  obey_runner(report);

  if (strcmp(argv[1], "batch") == 0) send_batches(fd, size);
  if (strcmp(argv[1], "one") == 0) send_each(fd, size, 1);
  set_option(fd, IPPROTO_UDP, UDP_SEGMENT, (int)size);
  send_each(fd, size * segments, segments);
}
