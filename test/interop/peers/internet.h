/* Sockets of TCP and UDP, opened in the order of calls that guides teach. */
#pragma once
#include <netdb.h>
#include "peer.h"

static inline struct addrinfo *resolve(const char *host, const char *port, int type, int flags) {
  struct addrinfo hints, *info;
  memset(&hints, 0, sizeof hints);
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = type;
  hints.ai_flags = flags;
  int error = getaddrinfo(host, port, &hints, &info);
  if (error != 0) fail(gai_strerror(error));
  return info;
}

/* Host and port of an address, as numbers. */
static inline const char *spell(const struct sockaddr_storage *address, socklen_t length) {
  static char text[NI_MAXHOST + NI_MAXSERV];
  char host[NI_MAXHOST], port[NI_MAXSERV];
  int flags = NI_NUMERICHOST | NI_NUMERICSERV;
  const struct sockaddr *any = (const struct sockaddr *)address;
  int error = getnameinfo(any, length, host, sizeof host, port, sizeof port, flags);
  if (error != 0) fail(gai_strerror(error));
  snprintf(text, sizeof text, "%s %s", host, port);
  return text;
}

static inline void say_ready(int fd) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  must(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
  printf("ready %s\n", strchr(spell(&address, length), ' ') + 1);
}

static inline int open_server(const char *host, int type) {
  struct addrinfo *info = resolve(host, "0", type, AI_PASSIVE);
  int fd = (int)must(socket(info->ai_family, info->ai_socktype, info->ai_protocol), "socket");
  must(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)), "setsockopt");
  must(bind(fd, info->ai_addr, info->ai_addrlen), "bind");
  if (type == SOCK_STREAM) must(listen(fd, SOMAXCONN), "listen");
  freeaddrinfo(info);
  say_ready(fd);
  return fd;
}

static inline int accept_one(int listener) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  int fd = (int)must(accept(listener, (struct sockaddr *)&address, &length), "accept");
  printf("accepted %s\n", spell(&address, length));
  return fd;
}

static inline int open_client(const char *host, const char *port, int type) {
  struct addrinfo *info = resolve(host, port, type, 0);
  int fd = (int)must(socket(info->ai_family, info->ai_socktype, info->ai_protocol), "socket");
  must(connect(fd, info->ai_addr, info->ai_addrlen), "connect");
  freeaddrinfo(info);
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  must(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
  printf("connected from %s\n", spell(&address, length));
  return fd;
}

/* One connection, by either role: `server HOST …` or `client HOST PORT …`; *rest is what follows. */
static inline int one_connection(char **arguments, char ***rest) {
  if (is(arguments[1], "client")) {
    *rest = arguments + 4;
    return open_client(arguments[2], arguments[3], SOCK_STREAM);
  }
  *rest = arguments + 3;
  int listener = open_server(arguments[2], SOCK_STREAM);
  int fd = accept_one(listener);
  close(listener);
  return fd;
}
