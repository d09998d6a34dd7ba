#ifndef CFILECOOKIE_H
#define CFILECOOKIE_H

#include <stdio.h>
#include <sys/types.h>

/// Opens a read-only stream whose octets come from `read`, which answers as read(2) does.
///
/// No lock is taken on it: one thread at a time may use it. Exists because glibc's `fopencookie` needs _GNU_SOURCE and so is invisible to Swift.
FILE *cookie_stream_open(void *cookie, ssize_t (*read)(void *cookie, char *buffer, size_t size));

#endif
