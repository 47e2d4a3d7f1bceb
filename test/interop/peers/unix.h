/* Unix sockets; a name that begins with @ is abstract. */
#pragma once
#include <stddef.h>
#include <sys/un.h>
#include "peer.h"

static inline socklen_t unix_address(struct sockaddr_un *address, const char *name) {
  size_t length = strlen(name);
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (length >= sizeof address->sun_path) fail("the name is too long");
  memcpy(address->sun_path, name, length);
  if (name[0] != '@') return sizeof *address;
  address->sun_path[0] = '\0';
  return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
}

static inline int unix_bound(const char *name, int type) {
  struct sockaddr_un address;
  socklen_t length = unix_address(&address, name);
  int fd = (int)must(socket(AF_UNIX, type, 0), "socket");
  must(bind(fd, (struct sockaddr *)&address, length), "bind");
  if (type != SOCK_DGRAM) must(listen(fd, SOMAXCONN), "listen");
  return fd;
}

static inline int unix_accepted(const char *name, int type) {
  int listener = unix_bound(name, type);
  printf("ready %s\n", name);
  int fd = (int)must(accept(listener, NULL, NULL), "accept");
  close(listener);
  return fd;
}

static inline int unix_connected(const char *name, int type) {
  struct sockaddr_un address;
  socklen_t length = unix_address(&address, name);
  int fd = (int)must(socket(AF_UNIX, type, 0), "socket");
  must(connect(fd, (struct sockaddr *)&address, length), "connect");
  return fd;
}
