#ifndef CCONFINEMENT_H
#define CCONFINEMENT_H

#include <stdbool.h>
#include <stdint.h>

/// What the kernel calls Landlock and seccomp, as functions: Swift cannot call variadic `syscall`, and the headers of
/// an older system do not name all that the kernel has. All of them answer as system calls do: -1, and why in `errno`.

/// Landlock's version, from 1 on.
int landlock_version(void);

/// A set of rules, as a file descriptor, for these rights to files, to the network, and to reach other processes.
int landlock_ruleset(uint64_t files, uint64_t network, uint64_t scopes);

/// Allows rights to the directory at `path` and to all below it, or, where a file is there, those that files can have.
int landlock_allow(int ruleset, const char *path, uint64_t rights, uint64_t rights_of_files);

/// Holds this thread, and all that it starts, to the rules for good.
int landlock_enforce(int ruleset);

/// Gives up new privileges by executing something, for good; seccomp and Landlock require it.
int privileges_renounce(void);

/// Holds all threads of this process to the system calls that reading captures takes, for good.
///
/// Whatever else is called fails with ENOSYS, as on a kernel that has no such call, so that libraries fall back to
/// something older. Starting a process, and unless `may_write` opening a file to write it, fails with EPERM.
int system_calls_enforce(bool may_write);

#endif
