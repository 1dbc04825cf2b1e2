#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>

// System calls that Swift's Glibc module does not offer: the C declarations are variadic, or missing.

// fstatfs(2): the number of the kind of file system that a file lies on. -1 with errno on failure.
long nacre_file_system(int file);

// The same of what lies at a path.
long nacre_file_system_at(const char *path);

// openat(2) of one name in a directory; what is a link is not opened. -1 with errno on failure.
int nacre_open_name(int directory, const char *name, int flags, unsigned int mode);

// The same for anything at all, links too: it is held (O_PATH), neither read nor waited for.
int nacre_hold_name(int directory, const char *name);

// renameat2(2): two names in a directory get each other's file at once.
int nacre_exchange(int directory, const char *one, const char *other);

// fchownat(2) of what is held.
int nacre_change_owner(int file, unsigned int owner, unsigned int group);

// Whether what is held is immutable or may only be appended to, by statx(2). -1 with errno on failure.
int nacre_is_fixed(int file);

// Whether it is immutable; no where the file system does not say. -1 with errno on failure.
int nacre_is_immutable(int file);

// flistxattr(2), fgetxattr(2), fsetxattr(2), fremovexattr(2).
long nacre_list_attributes(int file, char *names, unsigned long size);
long nacre_get_attribute(int file, const char *name, void *value, unsigned long size);
// The same of what is only held (O_PATH), by getxattr(2).
long nacre_get_held_attribute(int file, const char *name, void *value, unsigned long size);
int nacre_set_attribute(int file, const char *name, const void *value, unsigned long size);
int nacre_remove_attribute(int file, const char *name);

// pidfd_open(2): a descriptor that becomes readable when the process ends. -1 where the kernel has none.
int nacre_open_process(int process);

// pipe2(2), both ends closed on exec. -1 with errno on failure.
int nacre_pipe(int ends[2]);

// posix_spawn(3) in a session of its own, with no signal blocked or ignored and no descriptor but these three.
// 0, or what went wrong as an errno value.
int nacre_spawn(int *process, const char *path, char *const arguments[], char *const environment[], int input,
                int output, int errors);

// unshare(2) of this thread's network: from then on, it and what it starts see an empty one. -1 with errno on failure.
int nacre_leave_network(void);

// fallocate(2) with FALLOC_FL_KEEP_SIZE: room for so many bytes, which the file does not have yet. 0, or an errno value.
int nacre_reserve(int descriptor, long length);

// prctl(2): no core dump of this process, and nobody else's debugger at it. 0, or -1 with errno.
int nacre_hide_memory(void);

// SO_PEERCRED of unix(7): the id of the account whose process is at the other end of a socket. -1 with errno on failure.
long nacre_account_of_peer(int socket);

// accept4(2), closed on exec. -1 with errno on failure.
int nacre_accept(int socket);

// memmem(3): how many bytes stand before the first that are the pattern. -1 where there are none.
long nacre_find(const void *bytes, size_t count, const void *pattern, size_t length);

// ioctl_iflags(2): nobody changes, renames or removes the file, or they may again. 0, or -1 with errno.
int nacre_fix(int file, int fixed);

// Asks a question on standard error, and keeps a terminal from showing what is typed until nacre_end_silence(): also where the
// process is stopped or ended meanwhile, the terminal shows again what is typed, and where it goes on, it does not. One at a
// time. -1 with errno on failure.
int nacre_silence(int file, const char *question);
void nacre_end_silence(void);

// setfsuid(2), setfsgid(2) and setgroups(2) of this thread alone: from then on it reaches files as that account, with none of
// root's rights to them, for as long as it lives. The account gets no hold of it. 0, or -1 with errno.
int nacre_reach_files_as(unsigned int account, unsigned int group);

// This thread's openings by nacre_open_guarded are of regular files of the owner that have no other name; what is opened
// without being made is the file of that device and number. Until they are asked for, nothing is opened.
void nacre_guard_openings(unsigned int owner, unsigned long device, unsigned long number);

// open(2), which follows no link at the end and waits for nobody. -1 with errno on failure.
int nacre_open_guarded(const char *path, int flags, int mode);

// A detached thread. 0, or an errno value.
int nacre_start_thread(void *(*body)(void *), void *argument);

#endif
