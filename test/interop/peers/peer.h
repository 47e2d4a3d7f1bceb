/* What every peer needs: lines that arrive at once, an end after 20 seconds, failures that say why. */
#pragma once
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static inline void begin(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  alarm(20);
}

static inline void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

/* Passes on a call's result, or ends the process with its error. */
static inline long must(long result, const char *call) {
  if (result >= 0) return result;
  fprintf(stderr, "%s: %s\n", call, strerror(errno));
  exit(1);
}

static inline int is(const char *argument, const char *word) { return strcmp(argument, word) == 0; }

static inline void send_all(int fd, const void *bytes, size_t length) {
  for (size_t sent = 0; sent < length;)
    sent += (size_t)must(send(fd, (const char *)bytes + sent, length - sent, MSG_NOSIGNAL), "send");
}

/* All of `length`, or fewer at the stream's end. */
static inline size_t recv_all(int fd, void *bytes, size_t length) {
  size_t received = 0;
  while (received < length) {
    long count = must(recv(fd, (char *)bytes + received, length - received, MSG_WAITALL), "recv");
    if (count == 0) break;
    received += (size_t)count;
  }
  return received;
}
