/* The calculator of guide 004's exercise: a line a message, operands, then their operator, an answer for each.
   calculator server HOST CLIENTS          serves one client after the other
   calculator client HOST PORT MESSAGE...  sends each message when the one before was answered, in pieces of a byte */
#include <ctype.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include "internet.h"

struct lines {
  char bytes[4096];
  size_t length;
};

/* The next line without its end, or NULL at the stream's end. */
static char *next_line(int fd, struct lines *lines) {
  static char line[sizeof lines->bytes];
  char *end;
  while ((end = memchr(lines->bytes, '\n', lines->length)) == NULL) {
    long count = must(recv(fd, lines->bytes + lines->length, sizeof lines->bytes - lines->length, 0), "recv");
    if (count == 0) return NULL;
    lines->length += (size_t)count;
  }
  size_t length = (size_t)(end - lines->bytes);
  memcpy(line, lines->bytes, length);
  line[length > 0 && line[length - 1] == '\r' ? length - 1 : length] = '\0';
  lines->length -= length + 1;
  memmove(lines->bytes, end + 1, lines->length);
  return line;
}

/* A whole number and nothing else? */
static int is_operand(const char *text, int64_t *value) {
  const char *digits = text + (*text == '+' || *text == '-');
  if (*digits == '\0') return 0;
  for (const char *each = digits; *each != '\0'; each++)
    if (!isdigit((unsigned char)*each)) return 0;
  errno = 0;
  *value = strtoll(text, NULL, 10);
  return 1;
}

static int calculate(char operator, int64_t a, int64_t b, int64_t *result) {
  switch (operator) {
    case '+': return !__builtin_add_overflow(a, b, result);
    case '-': return !__builtin_sub_overflow(a, b, result);
    case '*': return !__builtin_mul_overflow(a, b, result);
  }
  if (b == 0 || (a == INT64_MIN && b == -1)) return 0;
  *result = a / b;
  return 1;
}

static void answer(int fd, const char *message) {
  static int64_t operands[2];
  static int count = 0;
  int64_t value;
  char text[64] = "FAIL";
  if (message == NULL) {
    if (count > 0) printf("left with %d operands\n", count);
    count = 0;
    return;
  }
  if (strlen(message) == 1 && strchr("+-*/", *message) != NULL) {
    if (count == 2) {
      if (calculate(*message, operands[0], operands[1], &value)) snprintf(text, sizeof text, "RESULT %ld", value);
      count = 0;
    }
  } else if (strlen(message) <= 64 && is_operand(message, &value) && errno == 0 && count < 2) {
    operands[count++] = value;
    strcpy(text, "OK");
  }
  strcat(text, "\n");
  send_all(fd, text, strlen(text));
}

static void serve(int listener, int clients) {
  for (; clients > 0; clients--) {
    struct lines lines = {.length = 0};
    int fd = accept_one(listener);
    for (char *line; (line = next_line(fd, &lines)) != NULL;) answer(fd, line);
    answer(fd, NULL);
    close(fd);
  }
}

static void ask(int fd, char **messages) {
  struct lines lines = {.length = 0};
  must(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)), "setsockopt");
  for (; *messages != NULL; messages++) {
    for (char *each = *messages; *each != '\0'; each++) send_all(fd, each, 1);
    send_all(fd, "\n", 1);
    char *line = next_line(fd, &lines);
    if (line == NULL) fail("no answer");
    printf("%s: %s\n", *messages, line);
  }
}

int main(int count, char **arguments) {
  begin();
  if (count < 4) fail("calculator server HOST CLIENTS | client HOST PORT MESSAGE...");
  if (is(arguments[1], "server")) {
    serve(open_server(arguments[2], SOCK_STREAM), atoi(arguments[3]));
  } else {
    int fd = open_client(arguments[2], arguments[3], SOCK_STREAM);
    ask(fd, arguments + 4);
    close(fd);
  }
  return 0;
}
