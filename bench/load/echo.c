/*
 * Echo load: each connection keeps DEPTH requests under way, and a response is answered with the next request.
 *
 * echo PORT CONNECTIONS SIZE DEPTH WARM_UP_SECONDS SECONDS
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "clock.h"
#include "histogram.h"
#include "loopback.h"

enum { MAX_DEPTH = 64, MAX_BYTES = 1 << 20, MAX_EVENTS = 256 };

struct connection {
  int fd;
  bool blocked;                /* the socket took only a part, so we watch for EPOLLOUT too */
  unsigned oldest;             /* index in sent_at of the request that is answered next */
  size_t received;             /* bytes of its response so far */
  size_t unsent;
  uint64_t sent_at[MAX_DEPTH]; /* a ring with one entry for each request under way */
};

static struct histogram latency;
static unsigned char requests[MAX_BYTES], response[MAX_BYTES];
static size_t size;
static unsigned depth;
static int epoll;

/* One exchange before the clock starts: a server that does not echo shall not win. */
static void prove_echo(int fd) {
  must(send(fd, requests, size, MSG_NOSIGNAL), "send");
  long received = must(recv(fd, response, size, MSG_WAITALL), "recv");
  if (received != (long)size) fail("the server closed a connection");
  if (memcmp(requests, response, size) != 0) fail("the echo differs from what was sent");
}

static void watch(struct connection *c, int operation) {
  struct epoll_event interest = {.events = c->blocked ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.ptr = c};
  must(epoll_ctl(epoll, operation, c->fd, &interest), "epoll_ctl");
}

static void transmit(struct connection *c) {
  /* All requests have the same bytes: where we stand within one follows from how much is unsent. */
  size_t position = (size - c->unsent % size) % size;
  ssize_t n = send(c->fd, requests + position, c->unsent, MSG_NOSIGNAL);
  if (n < 0 && errno != EAGAIN) must(n, "send");
  if (n > 0) c->unsent -= (size_t)n;
  if (c->blocked == (c->unsent > 0)) return;
  c->blocked = !c->blocked;
  watch(c, EPOLL_CTL_MOD);
}

static void receive(struct connection *c) {
  /* MSG_TRUNC: TCP drops the bytes uncopied, which leaves the load's core time for more of them. */
  ssize_t n = recv(c->fd, NULL, MAX_BYTES, MSG_TRUNC);
  if (n == 0) fail("the server closed a connection");
  if (n < 0 && errno == EAGAIN) return;
  c->received += (size_t)must(n, "recv");
  for (uint64_t now = now_ns(); c->received >= size; c->received -= size, c->unsent += size) {
    histogram_add(&latency, now - c->sent_at[c->oldest]);
    c->sent_at[c->oldest] = now;
    c->oldest = (c->oldest + 1) % depth;
  }
  if (c->unsent > 0) transmit(c);
}

static void start(struct connection *c, uint16_t port) {
  c->fd = connect_loopback(SOCK_STREAM, port);
  set_option(c->fd, IPPROTO_TCP, TCP_NODELAY, 1);
  reset_on_close(c->fd);
  prove_echo(c->fd);
  must(fcntl(c->fd, F_SETFL, O_NONBLOCK), "fcntl");
  watch(c, EPOLL_CTL_ADD);
}

static void start_requests(struct connection *c) {
  for (unsigned i = 0; i < depth; i++) c->sent_at[i] = now_ns();
  c->unsent = size * depth;
  transmit(c);
}

static void exchange_until(uint64_t deadline) {
  struct epoll_event events[MAX_EVENTS];
  while (now_ns() < deadline) {
    long count = must(epoll_wait(epoll, events, MAX_EVENTS, 100), "epoll_wait");
    for (long i = 0; i < count; i++) {
      struct connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) transmit(c);
      if (events[i].events & ~(uint32_t)EPOLLOUT) receive(c);
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 7) fail("usage: echo PORT CONNECTIONS SIZE DEPTH WARM_UP_SECONDS SECONDS");
  uint16_t port = (uint16_t)atoi(argv[1]);
  size_t count = (size_t)atoi(argv[2]);
  size = (size_t)atoi(argv[3]);
  depth = (unsigned)atoi(argv[4]);
  uint64_t warm_up = (uint64_t)(atof(argv[5]) * 1e9), duration = (uint64_t)(atof(argv[6]) * 1e9);
  if (depth > MAX_DEPTH || size * (depth + 1) > MAX_BYTES) fail("too many bytes under way");

  for (size_t i = 0; i < sizeof requests; i++) requests[i] = (unsigned char)(i % size * 31);
  epoll = (int)must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  struct connection *connections = calloc(count, sizeof *connections);
  for (size_t i = 0; i < count; i++) start(&connections[i], port);
  for (size_t i = 0; i < count; i++) start_requests(&connections[i]);

  exchange_until(now_ns() + warm_up);
  memset(&latency, 0, sizeof latency);
  uint64_t began = now_ns(), cpu_began = cpu_ns();
  exchange_until(began + duration);
  double seconds = (double)(now_ns() - began) / 1e9, busy = (double)(cpu_ns() - cpu_began) / 1e9 / seconds;

  printf("{\"requests\":%lu,\"seconds\":%f,\"p50\":%lu,\"p99\":%lu,\"busy\":%.3f}\n", latency.total, seconds,
         histogram_quantile(&latency, 0.5), histogram_quantile(&latency, 0.99), busy);
}
