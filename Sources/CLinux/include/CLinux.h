#ifndef CLINUX_H
#define CLINUX_H

// System calls that Swift's Glibc module does not offer: the C declarations are variadic, or missing.

// openat2(2): opens `path` below `directory` and never leaves it, whatever links say. -1 with errno on failure.
// resolve_in_root: absolute paths and links are taken from `directory`.
int nacre_open_in_root(int directory, const char *path, int flags);

#endif
