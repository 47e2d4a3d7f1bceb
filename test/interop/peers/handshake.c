/* An int32 introduces the client: 1 is answered with 0, anything else with -1.
   handshake server HOST COUNT        answers so many clients, one after the other
   handshake client HOST PORT NUMBER  introduces itself with that number
   handshake client HOST PORT char    sends the one character '1' instead */
#include "internet.h"

static void answer(int fd) {
  int32_t hello = 0, ok = 0, error = -1;
  long bytes = must(recv(fd, &hello, sizeof hello, MSG_WAITALL), "recv");
  printf("received %ld bytes: %d\n", bytes, hello);
  int known = bytes == sizeof hello && hello == 1;
  send_all(fd, known ? &ok : &error, sizeof(int32_t));
  close(fd);
}

static void introduce(int fd, const char *as) {
  int32_t hello = atoi(as), result = 0;
  if (is(as, "char")) send_all(fd, "1", 1);
  else send_all(fd, &hello, sizeof hello);
  long bytes = must(recv(fd, &result, sizeof result, MSG_WAITALL), "recv");
  printf("answered with %ld bytes: %d\n", bytes, result);
  close(fd);
}

int main(int count, char **arguments) {
  begin();
  if (count == 4 && is(arguments[1], "server")) {
    int listener = open_server(arguments[2], SOCK_STREAM);
    for (int left = atoi(arguments[3]); left > 0; left--) answer(accept_one(listener));
  } else if (count == 5) {
    introduce(open_client(arguments[2], arguments[3], SOCK_STREAM), arguments[4]);
  } else {
    fail("handshake server HOST COUNT | client HOST PORT NUMBER|char");
  }
  return 0;
}
