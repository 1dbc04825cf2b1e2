// What OpenClaw starts to get its secrets: it hands the question to Nacre's socket, and the answer back.
//
//     nacre-secret SOCKET
//
// It belongs to the gateway's account, since OpenClaw starts nothing else, and holds no secret and no right of its own: who
// asks, and what they get, is decided on the other side of the socket by the credentials of the caller. It needs neither an
// environment nor a library. The answer is printed whole or not at all, so that a gateway never takes half of one; on any
// failure nothing is printed, the status is 1, and a gateway that runs keeps the values it has.

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    QUESTION = 65536,  // OpenClaw asks for all its secrets at once; a name has at most 200 bytes
    ANSWER = 1048576,  // maxOutputBytes, beyond which OpenClaw takes nothing
    SECONDS = 4,       // timeoutMs is 5,000 unless somebody sets another
};

static unsigned char question[QUESTION];
static unsigned char answer[ANSWER];

// All bytes up to the end; -1 where there are more than fit, or none can be read.
static long take(int from, unsigned char *into, long most) {
    long taken = 0;
    for (;;) {
        if (taken == most) {
            unsigned char more;
            long count = read(from, &more, 1);
            if (count == 0) return taken;
            if (count < 0 && errno == EINTR) continue;
            return -1;
        }
        long count = read(from, into + taken, most - taken);
        if (count == 0) return taken;
        if (count < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        taken += count;
    }
}

static int give(int to, const unsigned char *bytes, long count) {
    while (count > 0) {
        long given = write(to, bytes, count);
        if (given < 0 && errno == EINTR) continue;
        if (given <= 0) return -1;
        bytes += given;
        count -= given;
    }
    return 0;
}

static int fail(const char *why) {
    // Whoever looks for the reason finds it; older versions of OpenClaw print it, and nothing in it is secret.
    give(2, (const unsigned char *)why, (long)strlen(why));
    return 1;
}

int main(int count, char **words) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (count != 2 || words[1][0] != '/') return fail("usage: nacre-secret SOCKET\n");
    if (strlen(words[1]) >= sizeof address.sun_path) return fail("nacre-secret: the path of the socket is too long\n");
    strcpy(address.sun_path, words[1]);

    long asked = take(0, question, QUESTION);
    if (asked <= 0) return fail("nacre-secret: no question on standard input\n");

    int vault = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (vault < 0) return fail("nacre-secret: no socket\n");
    struct timeval limit = {.tv_sec = SECONDS};
    setsockopt(vault, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(vault, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(vault, (struct sockaddr *)&address, sizeof address) != 0)
        return fail("nacre-secret: nobody answers at the socket; on the server: systemctl status nacre-vault\n");
    if (give(vault, question, asked) != 0 || shutdown(vault, SHUT_WR) != 0)
        return fail("nacre-secret: the question was not taken\n");

    // Four bytes say how long the answer is, so that one that was cut off is none.
    unsigned char length[4];
    long taken = 0;
    while (taken < 4) {
        long more = read(vault, length + taken, 4 - taken);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) return fail("nacre-secret: no answer; on the server: journalctl -u nacre-vault\n");
        taken += more;
    }
    uint32_t promised = (uint32_t)length[0] << 24 | (uint32_t)length[1] << 16 | (uint32_t)length[2] << 8 | length[3];
    if (promised == 0 || promised > ANSWER) return fail("nacre-secret: no answer; on the server: journalctl -u nacre-vault\n");
    if (take(vault, answer, promised) != (long)promised) return fail("nacre-secret: the answer was cut off\n");
    int given = give(1, answer, promised);
    explicit_bzero(answer, sizeof answer);
    return given == 0 ? 0 : 1;
}
