#include <sqlite3.h>

// What SQLite offers as macros or with variable arguments only.

static inline int nacre_bind_text(sqlite3_stmt *statement, int place, const char *text, int length) {
    return sqlite3_bind_text(statement, place, text, length, SQLITE_TRANSIENT);
}

static inline int nacre_bind_blob(sqlite3_stmt *statement, int place, const void *bytes, int length) {
    // No bytes at all are a blob of length 0, and not null.
    return length ? sqlite3_bind_blob(statement, place, bytes, length, SQLITE_TRANSIENT)
                  : sqlite3_bind_zeroblob(statement, place, 0);
}

// Nothing that a schema of others holds is run: no triggers or views, no functions but the harmless, no write into the
// schema itself.
static inline int nacre_distrust_schema(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0) |
           sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0) |
           sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, (int *)0) |
           sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, (int *)0);
}

static void nacre_octet_length(sqlite3_context *context, int count, sqlite3_value **values) {
    (void)count;
    if (sqlite3_value_type(values[0]) != SQLITE_NULL) sqlite3_result_int(context, sqlite3_value_bytes(values[0]));
}

// octet_length(), which conditions of OpenClaw's tables use, and which SQLite has from 3.43 on.
static inline int nacre_add_octet_length(sqlite3 *database) {
    if (sqlite3_libversion_number() >= 3043000) return SQLITE_OK;
    return sqlite3_create_function_v2(database, "octet_length", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                      (void *)0, nacre_octet_length, 0, 0, 0);
}

// Whether the log stays when the last connection closes, emptied and the same file, as it was there before.
static inline int nacre_keep_log(sqlite3 *database, int keeps) {
    return sqlite3_file_control(database, "main", SQLITE_FCNTL_PERSIST_WAL, &keeps);
}

// Has each file that SQLite opens in this process opened by a function of ours.
static inline int nacre_open_files_by(int (*opener)(const char *, int, int)) {
    sqlite3_vfs *system = sqlite3_vfs_find("unix");
    return system ? system->xSetSystemCall(system, "open", (sqlite3_syscall_ptr)opener) : SQLITE_ERROR;
}
