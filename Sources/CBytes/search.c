#include "CBytes.h"

#include <string.h>

typedef uint8_t block __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

static block load(const uint8_t *bytes) {
    block loaded;
    memcpy(&loaded, bytes, sizeof loaded);
    return loaded;
}

static int any(block mask) {
    halves both = (halves)mask;
    return (both[0] | both[1]) != 0;
}

size_t nacre_step_with(const uint8_t *bytes, size_t count, uint8_t one, uint8_t two, uint8_t three, uint8_t four) {
    size_t place = 0;
    for (; place + 64 <= count; place += 64) {
        block found = {0};
        for (int part = 0; part < 4; part++) {
            block these = load(bytes + place + 16 * part);
            found |= (block)(these == one) | (block)(these == two) | (block)(these == three) | (block)(these == four);
        }
        if (any(found)) return place;
    }
    return place;
}

static int is_capital_hex(uint8_t byte) { return (uint8_t)(byte - '0') < 10 || (uint8_t)(byte - 'A') < 6; }

// What follows `=` where a line goes on, or where a character is written as two digits: those are told from numbers of every
// text by a letter among them, or by the next one.
static int is_of_mail(const uint8_t *bytes, size_t count) {
    if (count > 1 && bytes[1] == '\n') return 1;
    if (count > 2 && bytes[1] == '\r') return bytes[2] == '\n';
    if (count < 3 || !is_capital_hex(bytes[1]) || !is_capital_hex(bytes[2])) return 0;
    return bytes[1] >= 'A' || bytes[2] >= 'A' || (count > 3 && bytes[3] == '=');
}

// `&#`, or how the names begin that everybody uses: `&amp;`, `&apos;`, `&gt;`, `&lt;`, `&quot;`.
static int is_entity(const uint8_t *bytes, size_t count) {
    if (count < 3) return 0;
    uint8_t next = bytes[1], third = bytes[2];
    return next == '#' || (next == 'a' && (third == 'm' || third == 'p')) || ((next == 'g' || next == 'l') && third == 't')
        || (next == 'q' && third == 'u');
}

// One byte of what nacre_next_escape looks for, by the bytes from it on.
static int is_escape(const uint8_t *bytes, size_t count) {
    uint8_t next = count > 1 ? bytes[1] : 0;
    switch (bytes[0]) {
    case 0: return (uint8_t)(next - 0x20) < 0x5F || (uint8_t)(next - 9) < 5;
    case 0x1B: return next == '[';
    case '\\': return next == 'x' || next == 'u';
    case '%': return (uint8_t)(next - '2') < 6;
    case '&': return is_entity(bytes, count);
    case '=': return is_of_mail(bytes, count);
    default: return 0;
    }
}

static block capital_hex(block these) { return (block)((block)(these - '0') < 10) | (block)((block)(these - 'A') < 6); }

// The same for sixteen at once, or more than that.
static block begins_escape(const uint8_t *bytes, block these) {
    block next = load(bytes + 1), third = load(bytes + 2);
    block text = (block)((block)(next - 0x20) < 0x5F) | (block)((block)(next - 9) < 5);
    return ((block)(these == 0) & text) | ((block)(these == 0x1B) & (block)(next == '['))
        | ((block)(these == '\\') & ((block)(next == 'x') | (block)(next == 'u')))
        | ((block)(these == '%') & (block)((block)(next - '2') < 6))
        | ((block)(these == '&')
            & ((block)(next == '#') | (block)(next == 'a') | (block)(next == 'g') | (block)(next == 'l') | (block)(next == 'q')))
        | ((block)(these == '=') & ((capital_hex(next) & capital_hex(third)) | (block)(next == '\n') | (block)(next == '\r')));
}

static block is_rare(block these) {
    return (block)(these == 0) | (block)(these == 0x1B) | (block)(these == '%') | (block)(these == '\\') | (block)(these == '&')
        | (block)(these == '=');
}

size_t nacre_next_escape(const uint8_t *bytes, size_t place, size_t end, size_t count) {
    while (place < end) {
        for (; place + 32 <= end && place + 34 <= count; place += 32) {
            block one = load(bytes + place), two = load(bytes + place + 16);
            // Most texts have none of them for long.
            if (any(is_rare(one) | is_rare(two)) && any(begins_escape(bytes + place, one) | begins_escape(bytes + place + 16, two))) break;
        }
        size_t stop = end - place > 32 ? place + 32 : end;
        for (; place < stop; place++)
            if (is_escape(bytes + place, count - place)) return place;
    }
    return end;
}

#define LETTERS(from) [from ... from + 25] = 1
static const uint8_t codes[256] = {LETTERS('A'), LETTERS('a'), ['0' ... '9'] = 1, ['+'] = 1, ['-'] = 1, ['/'] = 1, ['_'] = 1};

static int all_code(const uint8_t *bytes) {
    block these = load(bytes);
    // Spaces, quotes and brackets are below them, and stand everywhere.
    if (any((block)(these < '+'))) return 0;
    block code = (block)((block)((these | 0x20) - 'a') < 26) | (block)((block)(these - '0') < 10);
    code |= (block)(these == '+') | (block)(these == '-') | (block)(these == '/') | (block)(these == '_');
    return !any(~code);
}

size_t nacre_end_of_code(const uint8_t *bytes, size_t place, size_t end) {
    while (place + 16 <= end && all_code(bytes + place)) place += 16;
    while (place < end && codes[bytes[place]]) place++;
    return place;
}

struct nacre_range nacre_next_code(const uint8_t *bytes, size_t first, size_t place, size_t end, size_t count, size_t shortest) {
    for (; place < end && place + 16 <= count; place += 24) {
        if (!all_code(bytes + place)) continue;
        size_t start = place, least = place > first + 64 ? place - 64 : first;
        while (start > least && codes[bytes[start - 1]]) start--;
        size_t most = count - start > 4096 ? start + 4096 : count;
        size_t stop = nacre_end_of_code(bytes, place + 16, most);
        if (stop - start >= shortest) return (struct nacre_range){start, stop};
        // The next one begins behind it.
        place = stop > place + 24 ? stop - 24 : place;
    }
    return (struct nacre_range){end, end};
}

size_t nacre_count(const uint8_t *bytes, size_t count, uint8_t byte) {
    size_t found = 0;
    for (size_t place = 0; place < count;) {
        // A sum of at most 255 fits into a byte, so that sixteen are counted at once.
        size_t end = count - place > 4080 ? place + 4080 : count;
        block sums = {0};
        for (; place + 16 <= end; place += 16) sums -= (block)(load(bytes + place) == byte);
        for (int lane = 0; lane < 16; lane++) found += sums[lane];
        for (; place < end; place++) found += bytes[place] == byte;
    }
    return found;
}
