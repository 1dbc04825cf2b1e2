#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

// What zlib and liblzma offer as macros only.

// `bits` says what stands around the data: -15 nothing, 15 zlib's own header, 31 that of gzip.
static inline int nacre_inflate_begin(z_stream *stream, int bits) {
    return inflateInit2(stream, bits);
}

static inline int nacre_gzip_begin(z_stream *stream) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

// `alone`: .lzma, what .xz followed.
static inline lzma_ret nacre_xz_begin(lzma_stream *stream, uint64_t memory, int alone) {
    const lzma_stream fresh = LZMA_STREAM_INIT;
    *stream = fresh;
    return alone ? lzma_alone_decoder(stream, memory) : lzma_stream_decoder(stream, memory, 0);
}
