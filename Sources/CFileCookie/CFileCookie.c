#define _GNU_SOURCE
#include "CFileCookie.h"
#include <stdio_ext.h>

FILE *cookie_stream_open(void *cookie, ssize_t (*read)(void *cookie, char *buffer, size_t size)) {
    FILE *stream = fopencookie(cookie, "r", (cookie_io_functions_t){.read = read});
    if (stream) __fsetlocking(stream, FSETLOCKING_BYCALLER);
    return stream;
}
