#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

int nacre_open_in_root(int directory, const char *path, int flags) {
    struct open_how how = {
        .flags = (unsigned long long)(unsigned int)flags | O_CLOEXEC,
        .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
    };
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int nacre_open_process(int process) {
    return (int)syscall(SYS_pidfd_open, process, 0);
}

int nacre_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

int nacre_spawn(int *process, const char *path, char *const arguments[], char *const environment[], int input,
                int output, int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int code = posix_spawn_file_actions_init(&actions);
    if (code != 0) return code;
    code = posix_spawnattr_init(&attributes);
    if (code != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return code;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if ((code = posix_spawn_file_actions_adddup2(&actions, input, 0)) == 0
        && (code = posix_spawn_file_actions_adddup2(&actions, output, 1)) == 0
        && (code = posix_spawn_file_actions_adddup2(&actions, errors, 2)) == 0
        && (code = posix_spawn_file_actions_addclosefrom_np(&actions, 3)) == 0
        && (code = posix_spawnattr_setsigmask(&attributes, &none)) == 0
        && (code = posix_spawnattr_setsigdefault(&attributes, &all)) == 0
        && (code = posix_spawnattr_setpgroup(&attributes, 0)) == 0
        && (code = posix_spawnattr_setflags(
                &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)) == 0)
        code = posix_spawn(process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int nacre_start_thread(void *(*body)(void *), void *argument) {
    pthread_t thread;
    int code = pthread_create(&thread, 0, body, argument);
    return code == 0 ? pthread_detach(thread) : code;
}

int nacre_reserve(int descriptor, long length) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, length) == 0 ? 0 : errno;
}
