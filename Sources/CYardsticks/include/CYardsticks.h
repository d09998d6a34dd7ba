#ifndef CYARDSTICKS_H
#define CYARDSTICKS_H

#include <stdint.h>

/// Reads a capture with libpcap and does nothing with it.
///
/// Returns the number of packets, 0 when the file cannot be read.
uint64_t yardstick_read(const char *path);

/// Reads a capture with libpcap, takes Ethernet, IP, UDP and DNS apart as far as names and records go, and counts
/// how often each lower-cased query name appears.
///
/// Returns the number of distinct names, 0 when there are none or the file cannot be read.
uint64_t yardstick_count_names(const char *path);

#endif
