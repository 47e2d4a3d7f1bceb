/* A packet: uint8 code, uint32 little-endian length, payload. Its answer: code + 128, payload backwards.
   packet server HOST                  answers one connection's packets until its end
   packet client HOST PORT LENGTH...   sends a packet of each length, piece by piece, and checks the answers */
#include <endian.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include "internet.h"

struct header {
  uint8_t code;
  uint32_t length;
} __attribute__((packed));

static char payload[1 << 20], answer[1 << 20];

static void backwards(char *to, const char *from, size_t length) {
  for (size_t i = 0; i < length; i++) to[i] = from[length - 1 - i];
}

/* The payload's length, or -1 at the stream's end. */
static long recv_packet(int fd, struct header *header, char *into) {
  size_t got = recv_all(fd, header, sizeof *header);
  if (got == 0) return -1;
  size_t length = le32toh(header->length);
  if (got < sizeof *header || length > sizeof payload) fail("that is no header");
  if (recv_all(fd, into, length) < length) fail("the stream ended inside a packet");
  return (long)length;
}

static void serve(int fd) {
  struct header header;
  long length;
  while ((length = recv_packet(fd, &header, payload)) >= 0) {
    printf("packet %d of %ld bytes\n", header.code, length);
    header.code += 128;
    backwards(answer, payload, (size_t)length);
    send_all(fd, &header, sizeof header);
    send_all(fd, answer, (size_t)length);
  }
  printf("end\n");
}

/* Pieces in segments of their own: whoever takes one recv for one packet is found out. */
static void send_in_pieces(int fd, const char *bytes, size_t length, size_t piece) {
  for (size_t sent = 0; sent < length; sent += piece)
    send_all(fd, bytes + sent, length - sent < piece ? length - sent : piece);
}

static void ask(int fd, char **lengths) {
  must(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)), "setsockopt");
  for (uint8_t code = 1; *lengths != NULL; lengths++, code++) {
    size_t length = (size_t)atoi(*lengths);
    struct header header = {code, htole32((uint32_t)length)}, back;
    static char expected[sizeof payload];
    for (size_t i = 0; i < length; i++) payload[i] = (char)(i % 251);
    backwards(expected, payload, length);
    send_in_pieces(fd, (const char *)&header, sizeof header, 1);
    send_in_pieces(fd, payload, length, 1000);
    long got = recv_packet(fd, &back, answer);
    int right = got == (long)length && memcmp(answer, expected, length) == 0;
    printf("answer %d of %ld bytes, %s\n", back.code, got, right ? "backwards" : "wrong");
  }
}

int main(int count, char **arguments) {
  begin();
  if (count < 3) fail("packet server HOST | client HOST PORT LENGTH...");
  char **lengths;
  int fd = one_connection(arguments, &lengths);
  if (is(arguments[1], "server")) serve(fd);
  else ask(fd, lengths);
  close(fd);
  return 0;
}
