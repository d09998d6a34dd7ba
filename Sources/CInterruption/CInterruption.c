#define _GNU_SOURCE
#include "CInterruption.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t received;
static volatile sig_atomic_t is_unfinished;
static char unfinished[PATH_MAX];

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { COUNT = sizeof signals / sizeof *signals };

// Only what signal-safety(7) allows.
static void note(int number) {
    if (!received) {
        received = number;
        return;
    }
    if (is_unfinished) unlink(unfinished);
    _exit(128 + number);
}

void interruption_listen(void) {
    // A caller that starts processes from a thread of a pool hands the thread's mask on, in which these are blocked: then
    // only SIGKILL would end the process.
    sigset_t wanted;
    sigemptyset(&wanted);
    for (int index = 0; index < COUNT; index++) {
        struct sigaction old;
        // nohup(1) has it ignored, which is to stay so. SIGINT is ignored by what shells start in the background, and
        // whoever sends it there by kill(1) means it.
        if (signals[index] == SIGHUP && sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler == SIG_IGN) continue;
        // Without SA_RESTART, so that a read that waits for a writer comes back.
        struct sigaction action = {.sa_handler = note};
        sigaction(signals[index], &action, NULL);
        sigaddset(&wanted, signals[index]);
    }
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

int interruption_signal(void) { return received; }

int interruption_create(const char *path) {
    if (strlen(path) >= sizeof unfinished) {
        errno = ENAMETOOLONG;
        return -1;
    }
    // Between the file's creation and the note of it no signal may come.
    sigset_t blocked, before;
    sigemptyset(&blocked);
    for (int index = 0; index < COUNT; index++) sigaddset(&blocked, signals[index]);
    pthread_sigmask(SIG_BLOCK, &blocked, &before);
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int error = errno;
    if (descriptor >= 0) {
        strcpy(unfinished, path);
        is_unfinished = 1;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return descriptor;
}

void interruption_settle(void) { is_unfinished = 0; }
