/* unix-echo TYPE server NAME           echoes a connection until its end, or two datagrams
   unix-echo TYPE client NAME [OWN]     sends "one" and "three", then says what comes back
   TYPE is stream, seqpacket or datagram; a datagram client has a name of its own. */
#include "unix.h"

static char buffer[4096];

static void serve_connection(int fd) {
  long count;
  while ((count = must(recv(fd, buffer, sizeof buffer, 0), "recv")) > 0) {
    printf("echoing %ld bytes\n", count);
    send_all(fd, buffer, (size_t)count);
  }
  close(fd);
}

static void serve_datagrams(const char *name) {
  int fd = unix_bound(name, SOCK_DGRAM);
  printf("ready %s\n", name);
  for (int left = 2; left > 0; left--) {
    struct sockaddr_un from;
    socklen_t length = sizeof from;
    long count = must(recvfrom(fd, buffer, sizeof buffer, 0, (struct sockaddr *)&from, &length), "recvfrom");
    printf("echoing %ld bytes\n", count);
    must(sendto(fd, buffer, (size_t)count, 0, (struct sockaddr *)&from, length), "sendto");
  }
}

/* Borders of messages must show, so both are under way before the first is read. */
static void ask(int fd, int stream) {
  send_all(fd, "one", 3);
  send_all(fd, "three", 5);
  for (int left = stream ? 1 : 2; left > 0; left--) {
    long count = must(recv(fd, buffer, stream ? 8 : sizeof buffer, stream ? MSG_WAITALL : 0), "recv");
    printf("received %.*s\n", (int)count, buffer);
  }
  close(fd);
}

static void ask_datagrams(const char *name, const char *own) {
  struct sockaddr_un address;
  socklen_t length = unix_address(&address, name);
  int fd = unix_bound(own, SOCK_DGRAM);
  must(connect(fd, (struct sockaddr *)&address, length), "connect");
  ask(fd, 0);
}

int main(int count, char **arguments) {
  begin();
  if (count < 4) fail("unix-echo stream|seqpacket|datagram server NAME | client NAME [OWN]");
  const char *name = arguments[3];
  int server = is(arguments[2], "server");
  int type = is(arguments[1], "stream") ? SOCK_STREAM : SOCK_SEQPACKET;
  if (is(arguments[1], "datagram")) {
    if (server) serve_datagrams(name);
    else ask_datagrams(name, arguments[4]);
  } else if (server) {
    serve_connection(unix_accepted(name, type));
  } else {
    ask(unix_connected(name, type), type == SOCK_STREAM);
  }
  return 0;
}
