/* Echo on one thread: level-triggered epoll, one shared buffer, and memory for a connection while it is full. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>
#include "../load/loopback.h"
#include "control.h"

enum { BUFFER = 64 * 1024, MAX_EVENTS = 256 };

struct connection {
  int fd;
  unsigned char *unsent;
  size_t start, end;
};

static int epoll;

static void watch(struct connection *c, int operation, uint32_t events) {
  struct epoll_event interest = {.events = events, .data.ptr = c};
  must(epoll_ctl(epoll, operation, c->fd, &interest), "epoll_ctl");
}

static void accept_one(int listener) {
  struct connection *c = calloc(1, sizeof *c);
  c->fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (c->fd < 0) {
    free(c);
    return;
  }
  set_option(c->fd, IPPROTO_TCP, TCP_NODELAY, 1);
  watch(c, EPOLL_CTL_ADD, EPOLLIN);
}

static void discard(struct connection *c) {
  close(c->fd);
  free(c->unsent);
  free(c);
}

static void echo(struct connection *c) {
  static unsigned char buffer[BUFFER];
  ssize_t received = recv(c->fd, buffer, sizeof buffer, 0);
  if (received < 0 && errno == EAGAIN) return;
  if (received <= 0) return discard(c);
  ssize_t sent = send(c->fd, buffer, (size_t)received, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return discard(c);
  if (sent == received) return;
  c->start = 0;
  c->end = (size_t)(received - (sent > 0 ? sent : 0));
  c->unsent = malloc(c->end);
  memcpy(c->unsent, buffer + (received - (ssize_t)c->end), c->end);
  watch(c, EPOLL_CTL_MOD, EPOLLOUT);
}

static void send_rest(struct connection *c) {
  ssize_t sent = send(c->fd, c->unsent + c->start, c->end - c->start, MSG_NOSIGNAL);
  if (sent < 0 && errno == EAGAIN) return;
  if (sent < 0) return discard(c);
  c->start += (size_t)sent;
  if (c->start < c->end) return;
  free(c->unsent);
  c->unsent = NULL;
  watch(c, EPOLL_CTL_MOD, EPOLLIN);
}

static void report(void) {
  long pages = 0;
  FILE *statm = fopen("/proc/self/statm", "r");
  if (!statm || fscanf(statm, "%*d %ld", &pages) != 1) fail("/proc/self/statm cannot be read");
  fclose(statm);
  printf("{\"rss\":%ld}\n", pages * sysconf(_SC_PAGESIZE));
}

int main(void) {
  uint16_t port;
  struct connection listener = {.fd = bind_loopback(SOCK_STREAM, &port)};
  must(listen(listener.fd, 511), "listen");
  epoll = (int)must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  watch(&listener, EPOLL_CTL_ADD, EPOLLIN);
  printf("{\"port\":%d}\n", port);
  obey_runner(report);

  for (;;) {
    struct epoll_event events[MAX_EVENTS];
    long count = must(epoll_wait(epoll, events, MAX_EVENTS, -1), "epoll_wait");
    for (long i = 0; i < count; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == &listener) accept_one(c->fd);
      else if (c->unsent) send_rest(c);
      else echo(c);
    }
  }
}
