// Searches of bytes that are as fast as memory, where nothing is to be found. They read what they are given, and nothing else.

#include <stddef.h>
#include <stdint.h>

// Where the first 64 bytes begin, counted in such steps from the beginning, of which one is any of four; `count` where there
// are none. What does not fill a step counts as one that has.
size_t nacre_step_with(const uint8_t *bytes, size_t count, uint8_t one, uint8_t two, uint8_t three, uint8_t four);

// The first place before `end`, from a place on, at which characters may be written in another way: a zero before a character
// of a text, an escape sequence of a terminal, `\\x`, `\\u`, `%` before a digit, `&` before `#` or how names of HTML's
// entities begin, `=` before the end of a line or two digits as mail has them; `end` where there is none.
size_t nacre_next_escape(const uint8_t *bytes, size_t place, size_t end, size_t count);

struct nacre_range { size_t start, end; };

// The first run of letters, digits and +-_/ of at least `shortest`, which is more than 38, or what is found of it: it is looked
// for from a place to `end`, and may begin before it, up to `first`. It ends after 4096 at the latest, and is empty where there
// is none.
struct nacre_range nacre_next_code(const uint8_t *bytes, size_t first, size_t place, size_t end, size_t count, size_t shortest);

// Where such characters end, of those that begin at a place; at most `end`.
size_t nacre_end_of_code(const uint8_t *bytes, size_t place, size_t end);

// How often a byte stands there.
size_t nacre_count(const uint8_t *bytes, size_t count, uint8_t byte);
