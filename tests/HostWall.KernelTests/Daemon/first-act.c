/*
 * A container's first act, as a static program without a shell before it:
 *
 *   first-act flood PORT ADDRESS...    sends UDP and TCP SYNs to all in a tight loop, for 0.7 s
 *   first-act connect PORT ADDRESS     connects once, and prints after how many milliseconds that was done
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static socklen_t endpoint(const char *address, int port, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)out;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return sizeof *v4;
    }
    inet_pton(AF_INET6, address, &v6->sin6_addr);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    return sizeof *v6;
}

/* A socket that is closed at once still sends its SYN: many come, from many ports. */
static void send_one(const char *address, int port, int type)
{
    struct sockaddr_storage to;
    socklen_t length = endpoint(address, port, &to);
    int s = socket(to.ss_family, type | SOCK_NONBLOCK, 0);
    if (type == SOCK_DGRAM)
        sendto(s, "x", 1, 0, (struct sockaddr *)&to, length);
    else
        connect(s, (struct sockaddr *)&to, length);
    close(s);
}

int main(int count, char **arguments)
{
    long start = now();
    int port = atoi(arguments[2]);
    if (strcmp(arguments[1], "connect") == 0) {
        struct sockaddr_storage to;
        socklen_t length = endpoint(arguments[3], port, &to);
        int s = socket(to.ss_family, SOCK_STREAM, 0);
        int failed = connect(s, (struct sockaddr *)&to, length);
        printf("%s %ld\n", failed ? "failed" : "connected", now() - start);
        return failed != 0;
    }
    do {
        for (int i = 3; i < count; i++) {
            send_one(arguments[i], port, SOCK_DGRAM);
            send_one(arguments[i], port, SOCK_STREAM);
        }
    } while (now() - start < 700);
    return 0;
}
