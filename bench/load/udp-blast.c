/*
 * UDP load: datagrams as fast as this core can send them, many to a system call and, by GSO, many to a pass
 * through the network stack. Receivers without GRO still get each datagram by itself.
 *
 * udp-blast PORT SIZE SECONDS
 */
#define _GNU_SOURCE
#include <netinet/udp.h>
#include "clock.h"
#include "loopback.h"

enum { BATCH = 8, MAX_PAYLOAD = 65507, MAX_SEGMENTS = 64 };

int main(int argc, char **argv) {
  if (argc != 4) fail("usage: udp-blast PORT SIZE SECONDS");
  int fd = connect_loopback(SOCK_DGRAM, (uint16_t)atoi(argv[1]));
  size_t size = (size_t)atoi(argv[2]), segments = MAX_PAYLOAD / size;
  if (segments > MAX_SEGMENTS) segments = MAX_SEGMENTS;
  set_option(fd, IPPROTO_UDP, UDP_SEGMENT, (int)size);
  set_option(fd, SOL_SOCKET, SO_SNDBUF, 4 << 20);

  static unsigned char payload[MAX_PAYLOAD];
  struct iovec bytes = {.iov_base = payload, .iov_len = size * segments};
  struct mmsghdr batch[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) batch[i].msg_hdr = (struct msghdr){.msg_iov = &bytes, .msg_iovlen = 1};

  unsigned long sent = 0;
  uint64_t began = now_ns(), deadline = began + (uint64_t)(atof(argv[3]) * 1e9);
  while (now_ns() < deadline) {
    sent += (unsigned long)must(sendmmsg(fd, batch, BATCH, 0), "sendmmsg") * segments;
  }

  printf("{\"sent\":%lu,\"seconds\":%f}\n", sent, (double)(now_ns() - began) / 1e9);
}
