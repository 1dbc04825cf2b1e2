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

size_t nacre_step_of_code(const uint8_t *bytes, size_t count) {
    for (size_t place = 0; place + 16 <= count; place += 32) {
        block these = load(bytes + place);
        block code = (block)((block)((these | 0x20) - 'a') < 26) | (block)((block)(these - '0') < 10);
        // + - / lie close together, and with them the comma and the dot.
        code |= (block)(these == '+') | (block)(these == '-') | (block)(these == '/') | (block)(these == '_');
        if (!any(~code)) return place;
    }
    return count;
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
