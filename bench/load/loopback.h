#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <sys/socket.h>
#include "must.h"

static inline struct sockaddr_in loopback(uint16_t port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static inline void set_option(int fd, int level, int name, int value) {
  must(setsockopt(fd, level, name, &value, sizeof value), "setsockopt");
}

/* A bound socket, and the port that the kernel chose for it. */
static inline int bind_loopback(int type, uint16_t *port) {
  int fd = (int)must(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  must(bind(fd, (struct sockaddr *)&address, length), "bind");
  must(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
  *port = ntohs(address.sin_port);
  return fd;
}

static inline int connect_loopback(int type, uint16_t port) {
  int fd = (int)must(socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");
  struct sockaddr_in address = loopback(port);
  must(connect(fd, (struct sockaddr *)&address, sizeof address), "connect");
  return fd;
}

/* Closing then sends RST: no TIME_WAIT, which would use up the ports within one run. */
static inline void reset_on_close(int fd) {
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  must(setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now), "SO_LINGER");
}
