/* Accepts all who wait, sends each one byte and closes. */
#define _GNU_SOURCE
#include <sys/epoll.h>
#include <unistd.h>
#include "../load/loopback.h"
#include "control.h"

static void report(void) { printf("{}\n"); }

static void greet_all(int listener) {
  int fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    send(fd, "!", 1, MSG_NOSIGNAL);
    close(fd);
  }
}

int main(void) {
  uint16_t port;
  int listener = bind_loopback(SOCK_STREAM | SOCK_NONBLOCK, &port);
  must(listen(listener, 511), "listen");
  int epoll = (int)must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  struct epoll_event event = {.events = EPOLLIN};
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event), "epoll_ctl");
  printf("{\"port\":%d}\n", port);
  obey_runner(report);

  for (;;) {
    must(epoll_wait(epoll, &event, 1, -1), "epoll_wait");
    greet_all(listener);
  }
}
