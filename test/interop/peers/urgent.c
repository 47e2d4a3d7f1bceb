/* urgent server HOST HOW, urgent client HOST PORT HOW: one connection with a byte out of band.
   send     when a byte has asked for it, sends "before", '!' out of band, "after"
   receive  says what comes before the mark, out of band, and after the mark */
#include <poll.h>
#include "internet.h"

static void send_urgent(int fd) {
  char asked;
  must(recv(fd, &asked, 1, 0), "recv");
  send_all(fd, "before", 6);
  must(send(fd, "!", 1, MSG_OOB), "send");
  send_all(fd, "after", 5);
  printf("sent\n");
}

static void receive_urgent(int fd) {
  char urgent, text[64];
  size_t length = 0;
  struct pollfd waiting = {.fd = fd, .events = POLLPRI};
  must(poll(&waiting, 1, -1), "poll");
  must(recv(fd, &urgent, 1, MSG_OOB), "recv");
  printf("out of band: %c\n", urgent);
  while (must(sockatmark(fd), "sockatmark") == 0)
    length += (size_t)must(recv(fd, text + length, sizeof text - length, 0), "recv");
  printf("before the mark: %.*s\n", (int)length, text);
  length = recv_all(fd, text, sizeof text);
  printf("after the mark: %.*s\n", (int)length, text);
}

int main(int count, char **arguments) {
  begin();
  if (count < 4) fail("urgent server HOST HOW | client HOST PORT HOW");
  char **rest;
  int fd = one_connection(arguments, &rest);
  if (is(rest[0], "send")) send_urgent(fd);
  else receive_urgent(fd);
  close(fd);
  return 0;
}
