/* tcp-echo server HOST            echoes one connection until its end
   tcp-echo client HOST PORT TEXT  sends the text and says what comes back */
#include "internet.h"

static void serve(int listener) {
  int fd = accept_one(listener);
  char buffer[1024];
  long count, total = 0;
  while ((count = must(recv(fd, buffer, sizeof buffer, 0), "recv")) > 0) {
    send_all(fd, buffer, (size_t)count);
    total += count;
  }
  printf("echoed %ld bytes\n", total);
  close(fd);
}

static void ask(int fd, const char *text) {
  size_t length = strlen(text);
  char answer[1024];
  send_all(fd, text, length);
  size_t count = recv_all(fd, answer, length);
  printf("received %.*s\n", (int)count, answer);
  close(fd);
}

int main(int count, char **arguments) {
  begin();
  if (count == 3 && is(arguments[1], "server")) serve(open_server(arguments[2], SOCK_STREAM));
  else if (count == 5) ask(open_client(arguments[2], arguments[3], SOCK_STREAM), arguments[4]);
  else fail("tcp-echo server HOST | client HOST PORT TEXT");
  return 0;
}
