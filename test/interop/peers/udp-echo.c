/* udp-echo server HOST COUNT             echoes so many datagrams
   udp-echo client HOST PORT LENGTH...    sends a datagram of each length and expects it back */
#include "internet.h"

static char buffer[65536], sent[65536];

static void serve(int fd, int left) {
  for (; left > 0; left--) {
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    long count = must(recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length), "recvfrom");
    printf("%ld bytes from %s\n", count, spell(&from, length));
    must(sendto(fd, buffer, (size_t)count, 0, (struct sockaddr *)&from, length), "sendto");
  }
}

static void ask(const char *host, const char *port, char **lengths) {
  struct addrinfo *info = resolve(host, port, SOCK_DGRAM, 0);
  int fd = (int)must(socket(info->ai_family, info->ai_socktype, info->ai_protocol), "socket");
  for (; *lengths != NULL; lengths++) {
    size_t length = (size_t)atoi(*lengths);
    memset(sent, 'a' + (int)(length % 26), length);
    must(sendto(fd, sent, length, 0, info->ai_addr, info->ai_addrlen), "sendto");
    long count = must(recvfrom(fd, buffer, sizeof buffer, 0, NULL, NULL), "recvfrom");
    int same = count == (long)length && memcmp(buffer, sent, length) == 0;
    printf("%ld bytes came back, %s\n", count, same ? "the same" : "others");
  }
  freeaddrinfo(info);
  close(fd);
}

int main(int count, char **arguments) {
  begin();
  if (count < 4) fail("udp-echo server HOST COUNT | client HOST PORT LENGTH...");
  if (is(arguments[1], "server")) serve(open_server(arguments[2], SOCK_DGRAM), atoi(arguments[3]));
  else ask(arguments[2], arguments[3], arguments + 4);
  return 0;
}
