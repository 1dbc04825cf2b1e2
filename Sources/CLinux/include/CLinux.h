#ifndef CLINUX_H
#define CLINUX_H

// System calls that Swift's Glibc module does not offer: the C declarations are variadic, or missing.

// openat2(2): opens `path` below `directory` and never leaves it, whatever links say. -1 with errno on failure.
// resolve_in_root: absolute paths and links are taken from `directory`.
int nacre_open_in_root(int directory, const char *path, int flags);

// pidfd_open(2): a descriptor that becomes readable when the process ends. -1 where the kernel has none.
int nacre_open_process(int process);

// pipe2(2), both ends closed on exec. -1 with errno on failure.
int nacre_pipe(int ends[2]);

// posix_spawn(3) in a process group of its own, with no signal blocked or ignored and no descriptor but these three.
// 0, or what went wrong as an errno value.
int nacre_spawn(int *process, const char *path, char *const arguments[], char *const environment[], int input,
                int output, int errors);

// fallocate(2) with FALLOC_FL_KEEP_SIZE: room for so many bytes, which the file does not have yet. 0, or an errno value.
int nacre_reserve(int descriptor, long length);

// A detached thread. 0, or an errno value.
int nacre_start_thread(void *(*body)(void *), void *argument);

#endif
