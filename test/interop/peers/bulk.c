/* bulk server HOST HOW SIZE, bulk client HOST PORT HOW SIZE: one connection of TCP.
   bulk unix-server NAME HOW SIZE, bulk unix-client NAME HOW SIZE: one of Unix.
   HOW is send, receive or both (at the same time); it says the CRC-32 of what has passed. */
#include <sys/wait.h>
#include "internet.h"
#include "unix.h"

static uint32_t crc32(uint32_t crc, const uint8_t *bytes, size_t length) {
  static uint32_t table[256];
  for (uint32_t byte = 0; table[255] == 0 && byte < 256; byte++) {
    uint32_t value = byte;
    for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? 0xedb88320u : 0);
    table[byte] = value;
  }
  crc = ~crc;
  for (size_t i = 0; i < length; i++) crc = table[(crc ^ bytes[i]) & 0xff] ^ (crc >> 8);
  return ~crc;
}

static void send_bulk(int fd, size_t size) {
  uint8_t *bytes = malloc(size);
  if (bytes == NULL) fail("no memory");
  uint32_t state = 0x9e3779b9u ^ (uint32_t)getpid();
  for (size_t i = 0; i < size; i++) {
    state ^= state << 13, state ^= state >> 17, state ^= state << 5;
    bytes[i] = (uint8_t)state;
  }
  send_all(fd, bytes, size);
  must(shutdown(fd, SHUT_WR), "shutdown");
  printf("sent %zu %08x\n", size, crc32(0, bytes, size));
  free(bytes);
}

static void receive_bulk(int fd) {
  static uint8_t buffer[65536];
  uint32_t crc = 0;
  long count, total = 0;
  while ((count = must(recv(fd, buffer, sizeof buffer, 0), "recv")) > 0) {
    crc = crc32(crc, buffer, (size_t)count);
    total += count;
  }
  printf("received %ld %08x\n", total, crc);
}

/* A second process sends: two peers who both sent first and read then would stand still together. */
static void both_ways(int fd, size_t size) {
  fflush(stdout);
  pid_t sender = (pid_t)must(fork(), "fork");
  if (sender == 0) {
    alarm(20);
    send_bulk(fd, size);
    exit(0);
  }
  receive_bulk(fd);
  int status;
  must(waitpid(sender, &status, 0), "waitpid");
  if (status != 0) fail("sending failed");
}

int main(int count, char **arguments) {
  begin();
  if (count < 5) fail("bulk [unix-]server|client ADDRESS... send|receive|both SIZE");
  char **rest = arguments + 3;
  int fd;
  if (is(arguments[1], "unix-server")) fd = unix_accepted(arguments[2], SOCK_STREAM);
  else if (is(arguments[1], "unix-client")) fd = unix_connected(arguments[2], SOCK_STREAM);
  else fd = one_connection(arguments, &rest);
  size_t size = (size_t)atol(rest[1]);
  if (is(rest[0], "send")) send_bulk(fd, size);
  else if (is(rest[0], "receive")) receive_bulk(fd);
  else both_ways(fd, size);
  close(fd);
  return 0;
}
