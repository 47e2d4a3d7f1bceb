/* Connects to itself, and calls accept() with room for 4 bytes of the peer's address. */
#include "internet.h"

int main(void) {
  begin();
  int listener = open_server("127.0.0.1", SOCK_STREAM);
  struct sockaddr_storage name;
  socklen_t length = sizeof name;
  must(getsockname(listener, (struct sockaddr *)&name, &length), "getsockname");
  int client = (int)must(socket(AF_INET, SOCK_STREAM, 0), "socket");
  must(connect(client, (struct sockaddr *)&name, length), "connect");

  unsigned char bytes[64];
  memset(bytes, 0xaa, sizeof bytes);
  socklen_t said = 4;
  int fd = (int)must(accept(listener, (struct sockaddr *)bytes, &said), "accept");
  int untouched = 1;
  for (size_t i = 4; i < sizeof bytes; i++) untouched &= bytes[i] == 0xaa;
  printf("4 bytes offered, %u said, %s written\n", said, untouched ? "4" : "more");
  close(fd);
  close(client);
  close(listener);
  return 0;
}
