/* Packets of a weather station, all numbers in network order.
   packet:  uint8 code, uint32 length, payload     codes: 0 taken, 1 reading, 2 which is the hottest?, 255 error
   reading: uint32 station, int16 tenths of a degree, uint16 length, place
   reading server HOST                                     answers one connection until its end
   reading client HOST PORT STATION TENTHS PLACE PIECE     tells, piece by piece, and asks */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include "internet.h"

enum { TAKEN = 0, READING = 1, HOTTEST = 2, ERROR = 255 };

struct reading {
  uint32_t station;
  int16_t tenths;
  char place[1000];
};

static size_t piece = sizeof(struct reading);

static void send_packet(int fd, uint8_t code, const uint8_t *payload, size_t length) {
  uint8_t bytes[1100] = {code};
  uint32_t network = htonl((uint32_t)length);
  memcpy(bytes + 1, &network, 4);
  if (length > 0) memcpy(bytes + 5, payload, length);
  for (size_t sent = 0; sent < 5 + length; sent += piece)
    send_all(fd, bytes + sent, 5 + length - sent < piece ? 5 + length - sent : piece);
}

/* The code, or -1 at the stream's end. */
static int recv_packet(int fd, uint8_t *payload, size_t *length) {
  uint8_t header[5];
  uint32_t network;
  size_t got = recv_all(fd, header, sizeof header);
  if (got == 0) return -1;
  memcpy(&network, header + 1, 4);
  *length = ntohl(network);
  if (got < sizeof header || *length > 1000) fail("that is no header");
  if (recv_all(fd, payload, *length) < *length) fail("the stream ended inside a packet");
  return header[0];
}

static size_t pack(const struct reading *reading, uint8_t *bytes) {
  uint32_t station = htonl(reading->station);
  uint16_t tenths = htons((uint16_t)reading->tenths), length = htons((uint16_t)strlen(reading->place));
  memcpy(bytes, &station, 4);
  memcpy(bytes + 4, &tenths, 2);
  memcpy(bytes + 6, &length, 2);
  memcpy(bytes + 8, reading->place, strlen(reading->place));
  return 8 + strlen(reading->place);
}

static struct reading unpack(const uint8_t *bytes, size_t size) {
  struct reading reading = {0};
  uint32_t station;
  uint16_t tenths, length;
  if (size < 8) fail("that is no reading");
  memcpy(&station, bytes, 4);
  memcpy(&tenths, bytes + 4, 2);
  memcpy(&length, bytes + 6, 2);
  if (ntohs(length) != size - 8) fail("the place has another length");
  reading.station = ntohl(station);
  reading.tenths = (int16_t)ntohs(tenths);
  memcpy(reading.place, bytes + 8, size - 8);
  return reading;
}

static void serve(int fd) {
  uint8_t payload[1000];
  size_t length;
  struct reading hottest = {0};
  for (int code, known = 0; (code = recv_packet(fd, payload, &length)) >= 0;) {
    if (code == READING) {
      struct reading reading = unpack(payload, length);
      printf("reading %u %d %s\n", reading.station, reading.tenths, reading.place);
      if (!known || reading.tenths > hottest.tenths) hottest = reading;
      known = 1;
      send_packet(fd, TAKEN, NULL, 0);
    } else if (code == HOTTEST && known) {
      send_packet(fd, READING, payload, pack(&hottest, payload));
    } else {
      send_packet(fd, ERROR, NULL, 0);
    }
  }
}

static void ask(int fd, char **arguments) {
  uint8_t payload[1000];
  size_t length;
  struct reading reading = {.station = (uint32_t)strtoul(arguments[0], NULL, 10), .tenths = (int16_t)atoi(arguments[1])};
  strncpy(reading.place, arguments[2], sizeof reading.place - 1);
  piece = (size_t)atoi(arguments[3]);
  must(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)), "setsockopt");
  send_packet(fd, READING, payload, pack(&reading, payload));
  printf("answer %d\n", recv_packet(fd, payload, &length));
  send_packet(fd, HOTTEST, NULL, 0);
  if (recv_packet(fd, payload, &length) != READING) fail("no reading came back");
  struct reading hottest = unpack(payload, length);
  printf("hottest %u %d %s\n", hottest.station, hottest.tenths, hottest.place);
  send_packet(fd, 77, NULL, 0);
  printf("answer %d\n", recv_packet(fd, payload, &length));
}

int main(int count, char **arguments) {
  begin();
  if (count < 3) fail("reading server HOST | client HOST PORT STATION TENTHS PLACE PIECE");
  char **rest;
  int fd = one_connection(arguments, &rest);
  if (is(arguments[1], "server")) serve(fd);
  else ask(fd, rest);
  close(fd);
  return 0;
}
