/* endings server HOST HOW, endings client HOST PORT HOW: one connection, and how it ends.
   half-close    sends, shuts down its writing, and still reads to the end
   answer-end    reads to the end, and then still answers with the count
   reset         resets, once a byte has come
   expect-reset  says what its recv gives */
#include "internet.h"

static char buffer[65536];

static long read_to_end(int fd) {
  long count, total = 0;
  while ((count = must(recv(fd, buffer, sizeof buffer, 0), "recv")) > 0) total += count;
  return total;
}

static void half_close(int fd) {
  send_all(fd, "that is all", 11);
  must(shutdown(fd, SHUT_WR), "shutdown");
  printf("shut down\n");
  printf("read %ld bytes after that\n", read_to_end(fd));
}

static void answer_end(int fd) {
  long total = read_to_end(fd);
  printf("end after %ld bytes\n", total);
  snprintf(buffer, sizeof buffer, "%ld", total);
  send_all(fd, buffer, strlen(buffer));
}

static void reset(int fd) {
  must(recv(fd, buffer, 1, 0), "recv");
  struct linger at_once = {.l_onoff = 1, .l_linger = 0};
  must(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), "setsockopt");
  printf("resetting\n");
}

static void expect_reset(int fd) {
  long count = recv(fd, buffer, sizeof buffer, 0);
  if (count < 0) printf("recv: %s\n", errno == ECONNRESET ? "ECONNRESET" : strerror(errno));
  else printf("recv: %ld bytes\n", count);
}

int main(int count, char **arguments) {
  begin();
  if (count < 4) fail("endings server HOST HOW | client HOST PORT HOW");
  char **rest;
  int fd = one_connection(arguments, &rest);
  const char *how = rest[0];
  if (is(how, "half-close")) half_close(fd);
  else if (is(how, "answer-end")) answer_end(fd);
  else if (is(how, "reset")) reset(fd);
  else if (is(how, "expect-reset")) expect_reset(fd);
  else fail("half-close, answer-end, reset or expect-reset");
  close(fd);
  return 0;
}
