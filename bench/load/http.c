/*
 * HTTP load: each connection is kept alive, and sends its next request when the response is there.
 *
 * http PORT CONNECTIONS WARM_UP_SECONDS SECONDS
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include "clock.h"
#include "histogram.h"
#include "loopback.h"

enum { MAX_BYTES = 64 * 1024, MAX_EVENTS = 256 };

struct connection {
  int fd;
  size_t received; /* bytes of its response so far */
  uint64_t sent_at;
};

static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
static struct histogram latency;
static size_t response_size;
static int epoll;

static void ask(struct connection *c) {
  c->received = 0;
  c->sent_at = now_ns();
  if (must(send(c->fd, request, sizeof request - 1, MSG_NOSIGNAL), "send") != sizeof request - 1)
    fail("the server does not read its requests");
}

/* One exchange before the clock starts. Every response is as long as the first, so their bytes can be counted. */
static size_t first_response(int fd) {
  char response[MAX_BYTES];
  size_t received = 0;
  for (;;) {
    long n = must(recv(fd, response + received, sizeof response - 1 - received, 0), "recv");
    if (n == 0) fail("the server closed a connection");
    received += (size_t)n;
    response[received] = 0;
    if (strncmp(response, "HTTP/1.1 200 OK\r\n", received < 17 ? received : 17) != 0) fail("not a good response");
    char *body = strstr(response, "\r\n\r\n"), *length = strstr(response, "Content-Length: ");
    if (!body) continue;
    if (!length || length > body) fail("a response without its length");
    size_t size = (size_t)(body + 4 - response) + (size_t)atoi(length + strlen("Content-Length: "));
    if (received > size || size >= sizeof response) fail("a response of another length than it says");
    if (received == size) return size;
  }
}

static void receive(struct connection *c) {
  /* MSG_TRUNC: TCP drops the bytes uncopied, which leaves the load's core time for more of them. */
  ssize_t n = recv(c->fd, NULL, MAX_BYTES, MSG_TRUNC);
  if (n == 0) fail("the server closed a connection");
  if (n < 0 && errno == EAGAIN) return;
  c->received += (size_t)must(n, "recv");
  if (c->received > response_size) fail("a response longer than the first");
  if (c->received < response_size) return;
  histogram_add(&latency, now_ns() - c->sent_at);
  ask(c);
}

static void start(struct connection *c, uint16_t port) {
  c->fd = connect_loopback(SOCK_STREAM, port);
  set_option(c->fd, IPPROTO_TCP, TCP_NODELAY, 1);
  reset_on_close(c->fd);
  ask(c);
  size_t size = first_response(c->fd);
  if (response_size != 0 && size != response_size) fail("responses differ in length");
  response_size = size;
  must(fcntl(c->fd, F_SETFL, O_NONBLOCK), "fcntl");
  struct epoll_event interest = {.events = EPOLLIN, .data.ptr = c};
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &interest), "epoll_ctl");
}

static void exchange_until(uint64_t deadline) {
  struct epoll_event events[MAX_EVENTS];
  while (now_ns() < deadline) {
    long count = must(epoll_wait(epoll, events, MAX_EVENTS, 100), "epoll_wait");
    for (long i = 0; i < count; i++) receive(events[i].data.ptr);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) fail("usage: http PORT CONNECTIONS WARM_UP_SECONDS SECONDS");
  size_t count = (size_t)atoi(argv[2]);
  uint64_t warm_up = (uint64_t)(atof(argv[3]) * 1e9), duration = (uint64_t)(atof(argv[4]) * 1e9);
  epoll = (int)must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  struct connection *connections = calloc(count, sizeof *connections);
  for (size_t i = 0; i < count; i++) start(&connections[i], (uint16_t)atoi(argv[1]));
  for (size_t i = 0; i < count; i++) ask(&connections[i]);

  exchange_until(now_ns() + warm_up);
  memset(&latency, 0, sizeof latency);
  uint64_t began = now_ns(), cpu_began = cpu_ns();
  exchange_until(began + duration);
  double seconds = (double)(now_ns() - began) / 1e9, busy = (double)(cpu_ns() - cpu_began) / 1e9 / seconds;

  printf("{\"requests\":%lu,\"seconds\":%f,\"p50\":%lu,\"p99\":%lu,\"busy\":%.3f}\n", latency.total, seconds,
         histogram_quantile(&latency, 0.5), histogram_quantile(&latency, 0.99), busy);
}
