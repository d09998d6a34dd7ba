#ifndef CINTERRUPTION_H
#define CINTERRUPTION_H

/// Signals that ask the process to end, and the one file that must not stay behind when it does.

/// Notes SIGINT, SIGTERM and SIGHUP instead of ending at once; a SIGHUP that the caller has ignored stays ignored.
///
/// System calls that wait are interrupted. A second signal ends the process with 128 and its number, and removes the
/// unfinished file first.
void interruption_listen(void);

/// The first of these signals that came, or 0.
int interruption_signal(void);

/// Creates a file that is unfinished until `interruption_settle`; a descriptor for writing, or -1 with `errno`.
int interruption_create(const char *path);

/// The unfinished file has its name or is gone.
void interruption_settle(void);

#endif
