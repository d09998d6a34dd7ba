#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

/// Begins to count the allocations of all threads, from 0.
///
/// A program that links this target has its malloc(3), calloc(3), realloc(3) and their aligned relatives counted, also
/// where libraries call them; glibc's own do the work.
void allocations_begin(void);

/// Ends counting.
///
/// Returns the number of allocations since it began; a block that is made larger counts as one more.
uint64_t allocations_end(void);

#endif
