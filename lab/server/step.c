/* Preloaded into nacre: acts each time an entry of a journal has reached the disk, so that the harness can end it there,
   or the whole machine. It stops the process at every entry; with KILL_AFTER=NUMBER it kills it after that one only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int fdatasync(int descriptor) {
    static int number = 0;
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    char link[64], path[4096];
    int result = real(descriptor);
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 8) return result;
    path[length] = 0;
    if (strcmp(path + length - 8, "/journal") != 0) return result;
    const char *last = getenv("KILL_AFTER");
    if (!last)
        kill(getpid(), SIGSTOP);
    else if (++number == atoi(last))
        kill(getpid(), SIGKILL);
    return result;
}
