#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

long nacre_file_system(int file) {
    struct statfs system;
    return fstatfs(file, &system) == 0 ? (long)system.f_type : -1;
}

long nacre_file_system_at(const char *path) {
    struct statfs system;
    return statfs(path, &system) == 0 ? (long)system.f_type : -1;
}

int nacre_open_name(int directory, const char *name, int flags, unsigned int mode) {
    return openat(directory, name, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

int nacre_hold_name(int directory, const char *name) {
    return openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

int nacre_exchange(int directory, const char *one, const char *other) {
    return (int)syscall(SYS_renameat2, directory, one, directory, other, RENAME_EXCHANGE);
}

int nacre_change_owner(int file, unsigned int owner, unsigned int group) {
    return fchownat(file, "", owner, group, AT_EMPTY_PATH);
}

int nacre_is_fixed(int file) {
    struct statx info;
    if (statx(file, "", AT_EMPTY_PATH, STATX_TYPE, &info) != 0) return -1;
    return (info.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
}

int nacre_is_immutable(int file) {
    struct statx info;
    if (statx(file, "", AT_EMPTY_PATH, STATX_TYPE, &info) != 0) return -1;
    return (info.stx_attributes & STATX_ATTR_IMMUTABLE) != 0;
}

long nacre_list_attributes(int file, char *names, unsigned long size) {
    return flistxattr(file, names, size);
}

long nacre_get_attribute(int file, const char *name, void *value, unsigned long size) {
    return fgetxattr(file, name, value, size);
}

long nacre_get_held_attribute(int file, const char *name, void *value, unsigned long size) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return getxattr(path, name, value, size);
}

int nacre_set_attribute(int file, const char *name, const void *value, unsigned long size) {
    return fsetxattr(file, name, value, size, 0);
}

int nacre_remove_attribute(int file, const char *name) {
    return fremovexattr(file, name);
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
        && (code = posix_spawnattr_setflags(
                &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)) == 0)
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

int nacre_leave_network(void) {
    return unshare(CLONE_NEWNET);
}

int nacre_reserve(int descriptor, long length) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, length) == 0 ? 0 : errno;
}

int nacre_hide_memory(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

long nacre_account_of_peer(int socket) {
    struct ucred peer;
    socklen_t size = sizeof peer;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
    return (long)peer.uid;
}

int nacre_fix(int file, int fixed) {
    int flags = 0;
    if (ioctl(file, FS_IOC_GETFLAGS, &flags) != 0) return -1;
    flags = fixed ? flags | FS_IMMUTABLE_FL : flags & ~FS_IMMUTABLE_FL;
    return ioctl(file, FS_IOC_SETFLAGS, &flags);
}

int nacre_accept(int socket) {
    return accept4(socket, NULL, NULL, SOCK_CLOEXEC);
}

int nacre_reach_files_as(unsigned int account, unsigned int group) {
    // The system calls themselves: the library's setgroups() is about all threads.
    if (syscall(SYS_setgroups, 0, (void *)0) != 0) return -1;
    setfsgid(group);
    setfsuid(account);
    // They report no failure; what is no account changes nothing and tells what is so now.
    if ((unsigned int)setfsgid(-1) == group && (unsigned int)setfsuid(-1) == account) return 0;
    errno = EPERM;
    return -1;
}

static _Thread_local struct {
    int stands;
    unsigned int owner;
    unsigned long device, number;
} guard;

void nacre_guard_openings(unsigned int owner, unsigned long device, unsigned long number) {
    guard.stands = 1;
    guard.owner = owner;
    guard.device = device;
    guard.number = number;
}

static int is_allowed(const struct stat *info, int flags) {
    if (!guard.stands || info->st_uid != guard.owner) return 0;
    // A directory is opened to bring it to the disk.
    if (S_ISDIR(info->st_mode)) return (flags & O_ACCMODE) == O_RDONLY;
    if (!S_ISREG(info->st_mode) || info->st_nlink != 1) return 0;
    return (flags & O_CREAT) || (info->st_dev == guard.device && info->st_ino == guard.number);
}

int nacre_open_guarded(const char *path, int flags, int mode) {
    int file = open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, mode);
    struct stat info;
    // The system's own, of which SQLite takes numbers, and fills up the first three descriptors.
    if (file < 0 || !strcmp(path, "/dev/urandom") || !strcmp(path, "/dev/null")) return file;
    if (fstat(file, &info) == 0 && is_allowed(&info, flags)) return file;
    close(file);
    errno = EACCES;
    return -1;
}

long nacre_find(const void *bytes, size_t count, const void *pattern, size_t length) {
    const char *place = memmem(bytes, count, pattern, length);
    return place ? place - (const char *)bytes : -1;
}
