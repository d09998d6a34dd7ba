#define _GNU_SOURCE
#include "CConfinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The same on all architectures; older headers lack them.
enum { LANDLOCK_CREATE = 444, LANDLOCK_ADD_RULE = 445, LANDLOCK_RESTRICT = 446 };
enum { LANDLOCK_ASK_VERSION = 1, LANDLOCK_PATH_BENEATH = 1 };

int landlock_version(void) {
    return syscall(LANDLOCK_CREATE, NULL, 0, LANDLOCK_ASK_VERSION);
}

int landlock_ruleset(uint64_t files, uint64_t network, uint64_t scopes) {
    // Grew with the versions 4 and 6; an older kernel takes it as long as what it does not know is 0.
    const struct { uint64_t files, network, scopes; } attributes = {files, network, scopes};
    return syscall(LANDLOCK_CREATE, &attributes, sizeof attributes, 0);
}

int landlock_allow(int ruleset, const char *path, uint64_t rights, uint64_t rights_of_files) {
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct stat status;
    int result = fstat(descriptor, &status);
    if (result == 0) {
        const struct __attribute__((packed)) {
            uint64_t rights;
            int32_t descriptor;
        } rule = {S_ISDIR(status.st_mode) ? rights : rights & rights_of_files, descriptor};
        result = syscall(LANDLOCK_ADD_RULE, ruleset, LANDLOCK_PATH_BENEATH, &rule, 0);
    }
    int error = errno;
    close(descriptor);
    errno = error;
    return result;
}

int landlock_enforce(int ruleset) {
    return syscall(LANDLOCK_RESTRICT, ruleset, 0);
}

int privileges_renounce(void) {
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define SKIP_IF(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (count), 0)
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define SKIP_IF_ANY(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (count), 0)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define FAIL(error) ANSWER(SECCOMP_RET_ERRNO | (error))
#define ALLOW(call) SKIP_UNLESS(SYS_##call, 1), ANSWER(SECCOMP_RET_ALLOW)
#define ALLOW_WHERE(condition, call) \
    SKIP_UNLESS(SYS_##call, 1), ANSWER((condition) ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EPERM)
// The low 32 bits of an argument; both architectures are little-endian.
#define ARGUMENT(index) offsetof(struct seccomp_data, args[index])
/// Allows a call if an argument has none of `bits`.
#define ALLOW_WITHOUT(call, argument, bits) \
    SKIP_UNLESS(SYS_##call, 4), LOAD(ARGUMENT(argument)), SKIP_IF_ANY((bits), 1), ANSWER(SECCOMP_RET_ALLOW), FAIL(EPERM)
/// Allows a call if an argument has `bit`.
#define ALLOW_WITH(call, argument, bit) \
    SKIP_UNLESS(SYS_##call, 4), LOAD(ARGUMENT(argument)), SKIP_IF_ANY((bit), 1), FAIL(EPERM), ANSWER(SECCOMP_RET_ALLOW)
/// Allows a call if an argument is `value`.
#define ALLOW_FOR(call, argument, value) \
    SKIP_UNLESS(SYS_##call, 4), LOAD(ARGUMENT(argument)), SKIP_UNLESS((value), 1), ANSWER(SECCOMP_RET_ALLOW), FAIL(EPERM)

int system_calls_enforce(bool may_write) {
    const uint32_t writing = may_write ? 0 : O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    const uint32_t process = (uint32_t)getpid();
    struct sock_filter filter[] = {
        LOAD(offsetof(struct seccomp_data, arch)),
        SKIP_IF(ARCHITECTURE, 1),
        ANSWER(SECCOMP_RET_KILL_PROCESS),
        LOAD(offsetof(struct seccomp_data, nr)),

        // Files that are open or that Landlock lets be opened.
        ALLOW(read), ALLOW(write), ALLOW(readv), ALLOW(writev), ALLOW(pread64), ALLOW(lseek), ALLOW(close),
        ALLOW(fstat), ALLOW(newfstatat), ALLOW(statx), ALLOW(getdents64), ALLOW(getcwd), ALLOW(readlinkat),
        ALLOW(faccessat),
        ALLOW_WITHOUT(openat, 2, writing),
#ifdef SYS_open  // the calls without `at` are of older architectures
        ALLOW(stat), ALLOW(lstat), ALLOW(readlink), ALLOW(access), ALLOW(poll),
        ALLOW_WITHOUT(open, 1, writing),
#endif
        // The report.
        ALLOW(fsync), ALLOW_WHERE(may_write, fchmod), ALLOW_WHERE(may_write, unlinkat),
        ALLOW_WHERE(may_write, renameat2),
#ifdef SYS_renameat
        ALLOW_WHERE(may_write, renameat),
#endif
#ifdef SYS_rename
        ALLOW_WHERE(may_write, rename), ALLOW_WHERE(may_write, unlink),
#endif
        // Memory.
        ALLOW(mmap), ALLOW(munmap), ALLOW(mremap), ALLOW(mprotect), ALLOW(madvise), ALLOW(brk),
        // Threads, but no processes. What clone3 is to start cannot be seen from here; the C library uses clone then.
        ALLOW(futex), ALLOW(set_robust_list), ALLOW(get_robust_list), ALLOW(rseq), ALLOW(membarrier), ALLOW(gettid),
        ALLOW(set_tid_address), ALLOW(sched_yield), ALLOW(sched_getaffinity), ALLOW(sched_getscheduler),
        ALLOW(sched_getparam), ALLOW(sched_get_priority_max), ALLOW(sched_get_priority_min), ALLOW(ppoll),
        ALLOW(eventfd2), ALLOW(epoll_create1), ALLOW(epoll_ctl), ALLOW(epoll_pwait), ALLOW(timerfd_create),
        ALLOW(timerfd_settime), ALLOW_WITH(clone, 0, CLONE_THREAD),
        // The process itself.
        ALLOW(getpid), ALLOW(getuid), ALLOW(geteuid), ALLOW(getgid), ALLOW(getegid), ALLOW(uname), ALLOW(sysinfo),
        ALLOW(getrusage), ALLOW(prlimit64), ALLOW(getrandom), ALLOW(clock_gettime), ALLOW(clock_getres),
        ALLOW(clock_nanosleep), ALLOW(gettimeofday), ALLOW(nanosleep), ALLOW(rt_sigaction), ALLOW(rt_sigprocmask),
        ALLOW(rt_sigreturn), ALLOW(sigaltstack), ALLOW(restart_syscall), ALLOW_FOR(tgkill, 0, process), ALLOW(exit),
        ALLOW(exit_group),

        FAIL(ENOSYS),
    };
    const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
    if (result <= 0) return result;
    // Otherwise it is the thread that could not be held to the filter.
    errno = ESRCH;
    return -1;
}

#else

int system_calls_enforce(bool may_write) {
    errno = ENOSYS;
    return -1;
}

#endif
