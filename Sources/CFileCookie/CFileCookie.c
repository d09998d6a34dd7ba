#define _GNU_SOURCE
#include "CFileCookie.h"

FILE *cookie_stream_open(void *cookie, ssize_t (*read)(void *cookie, char *buffer, size_t size)) {
    return fopencookie(cookie, "r", (cookie_io_functions_t){.read = read});
}
