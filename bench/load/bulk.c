/*
 * Bulk load: connections over which bytes go one way, as fast as the other side makes or takes them.
 *
 * bulk PORT CONNECTIONS receive|send WARM_UP_SECONDS SECONDS
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include "clock.h"
#include "loopback.h"

enum { PIECE = 64 * 1024, MAX_BYTES = 1 << 20, MAX_EVENTS = 256 };

static int epoll;
static uint64_t moved;

/* MSG_TRUNC: TCP drops the bytes uncopied, which leaves the load's core time for more of them. */
static void receive(int fd) {
  ssize_t n = recv(fd, NULL, MAX_BYTES, MSG_TRUNC);
  if (n == 0) fail("the server closed a connection");
  if (n < 0 && errno == EAGAIN) return;
  moved += (uint64_t)must(n, "recv");
}

static void transmit(int fd) {
  static unsigned char piece[PIECE];
  ssize_t n = send(fd, piece, sizeof piece, MSG_NOSIGNAL);
  if (n < 0 && errno == EAGAIN) return;
  moved += (uint64_t)must(n, "send");
}

static void move_until(uint64_t deadline, bool sending) {
  struct epoll_event events[MAX_EVENTS];
  while (now_ns() < deadline) {
    long count = must(epoll_wait(epoll, events, MAX_EVENTS, 100), "epoll_wait");
    for (long i = 0; i < count; i++) {
      if (sending) transmit(events[i].data.fd);
      else receive(events[i].data.fd);
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 6) fail("usage: bulk PORT CONNECTIONS receive|send WARM_UP_SECONDS SECONDS");
  bool sending = strcmp(argv[3], "send") == 0;
  uint64_t warm_up = (uint64_t)(atof(argv[4]) * 1e9), duration = (uint64_t)(atof(argv[5]) * 1e9);
  epoll = (int)must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  for (int i = atoi(argv[2]); i > 0; i--) {
    int fd = connect_loopback(SOCK_STREAM, (uint16_t)atoi(argv[1]));
    reset_on_close(fd);
    must(fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
    struct epoll_event interest = {.events = sending ? EPOLLOUT : EPOLLIN, .data.fd = fd};
    must(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest), "epoll_ctl");
  }

  move_until(now_ns() + warm_up, sending);
  moved = 0;
  uint64_t began = now_ns(), cpu_began = cpu_ns();
  move_until(began + duration, sending);
  double seconds = (double)(now_ns() - began) / 1e9, busy = (double)(cpu_ns() - cpu_began) / 1e9 / seconds;

  printf("{\"bytes\":%lu,\"seconds\":%f,\"busy\":%.3f}\n", moved, seconds, busy);
}
