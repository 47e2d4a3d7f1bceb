/*
 * Accept load: keeps CONCURRENT connections on their way, reads each to its end, counts it, opens the next one.
 *
 * connect PORT CONCURRENT WARM_UP_SECONDS SECONDS
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/epoll.h>
#include "clock.h"
#include "loopback.h"

enum { MAX_EVENTS = 256 };

static int epoll;
static struct sockaddr_in server;
static unsigned long completed;

static void open_connection(int fd) {
  int failed = connect(fd, (struct sockaddr *)&server, sizeof server);
  if (failed && errno != EINPROGRESS) must(failed, "connect");
}

static void new_socket(void) {
  int fd = (int)must(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
  open_connection(fd);
  /* Wakes us once for each connection, when the server has closed it: its byte alone need not. */
  struct epoll_event interest = {.events = EPOLLRDHUP | EPOLLET, .data.fd = fd};
  must(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &interest), "epoll_ctl");
}

/*
 * To connect to nowhere resets the connection and frees its port, and the same socket can connect again. That is
 * much cheaper than a new one, and the load should not be the limit.
 */
static void disconnect(int fd) {
  struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
  must(connect(fd, &nowhere, sizeof nowhere), "disconnect");
}

static void read_to_end(int fd) {
  char greeting[16];
  if (must(recv(fd, greeting, sizeof greeting, 0), "recv") != 1) fail("the server did not send its byte");
  if (must(recv(fd, greeting, sizeof greeting, 0), "recv") != 0) fail("the server sent more than its byte");
}

static void connect_until(uint64_t deadline) {
  struct epoll_event events[MAX_EVENTS];
  while (now_ns() < deadline) {
    long count = must(epoll_wait(epoll, events, MAX_EVENTS, 100), "epoll_wait");
    for (long i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (!(events[i].events & EPOLLRDHUP)) continue;
      read_to_end(fd);
      disconnect(fd);
      completed++;
      open_connection(fd);
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 5) fail("usage: connect PORT CONCURRENT WARM_UP_SECONDS SECONDS");
  server = loopback((uint16_t)atoi(argv[1]));
  uint64_t warm_up = (uint64_t)(atof(argv[3]) * 1e9), duration = (uint64_t)(atof(argv[4]) * 1e9);
  epoll = (int)must(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
  for (int i = atoi(argv[2]); i > 0; i--) new_socket();

  connect_until(now_ns() + warm_up);
  completed = 0;
  uint64_t began = now_ns(), cpu_began = cpu_ns();
  connect_until(began + duration);
  double seconds = (double)(now_ns() - began) / 1e9, busy = (double)(cpu_ns() - cpu_began) / 1e9 / seconds;

  printf("{\"connections\":%lu,\"seconds\":%f,\"busy\":%.3f}\n", completed, seconds, busy);
}
