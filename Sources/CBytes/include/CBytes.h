// Searches of bytes that are as fast as memory, where nothing is to be found. They read what they are given, and nothing else.

#include <stddef.h>
#include <stdint.h>

// Where the first 64 bytes begin, counted in such steps from the beginning, of which one is any of four; `count` where there
// are none. What does not fill a step counts as one that has.
size_t nacre_step_with(const uint8_t *bytes, size_t count, uint8_t one, uint8_t two, uint8_t three, uint8_t four);

// Where the first 16 bytes begin, counted in steps of 32, that are all letters, digits or one of +-_/; `count` where there are
// none.
size_t nacre_step_of_code(const uint8_t *bytes, size_t count);

// How often a byte stands there.
size_t nacre_count(const uint8_t *bytes, size_t count, uint8_t byte);
