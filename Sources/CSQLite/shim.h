#include <sqlite3.h>

/* Swift cannot call functions of a variable number of arguments. To be called before SQLite's first use. */
static inline int sqlite3_config_mmap_size(sqlite3_int64 size, sqlite3_int64 limit) {
  return sqlite3_config(SQLITE_CONFIG_MMAP_SIZE, size, limit);
}
