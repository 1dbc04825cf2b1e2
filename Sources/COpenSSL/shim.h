#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// What OpenSSL offers as macros only.

static inline void nacre_ask_for_name(SSL *session, const char *name) {
    SSL_set_tlsext_host_name(session, name);
}

// All versions the library knows, or TLS 1.0 and 1.1 alone.
static inline void nacre_offer_versions(SSL_CTX *context, int only_legacy) {
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, only_legacy ? TLS1_1_VERSION : 0);
}

// No version before TLS 1.2, and no handshake with a server that does not prove its name.
static inline void nacre_require_proof(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
}

// Has the certificates in a PEM text vouch for servers, and no others; how many there were.
static inline int nacre_trust(SSL_CTX *context, const void *text, int length) {
    BIO *source = BIO_new_mem_buf(text, length);
    X509 *certificate;
    int count = 0;
    // With a password at hand, nobody is asked for one.
    while (source && (certificate = PEM_read_bio_X509(source, NULL, NULL, (void *)""))) {
        count += X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
        X509_free(certificate);
    }
    BIO_free(source);
    ERR_clear_error();
    return count;
}

// Memory that is wiped when it is given back, locked and kept out of core dumps where OpenSSL's heap for secrets has room.

static inline void *nacre_take_secret_memory(size_t count) {
    void *memory = OPENSSL_secure_malloc(count);
    return memory ? memory : OPENSSL_malloc(count);
}

static inline void nacre_give_back_secret_memory(void *memory, size_t count) {
    OPENSSL_secure_clear_free(memory, count);
}
