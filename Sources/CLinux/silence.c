#include "CLinux.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Nothing here but what a signal's handler may do: signal-safety(7).

static const int ending[] = {SIGTSTP, SIGINT, SIGQUIT, SIGTERM, SIGHUP};
enum { ends = sizeof ending / sizeof *ending };

static int terminal = -1;
static volatile sig_atomic_t active = 0;
static struct termios loud, silent;
static struct sigaction before[ends], before_continue;
static char asked[256];

static void set(int how, const struct termios *state) {
    while (tcsetattr(terminal, how, state) != 0 && errno == EINTR) {}
}

// Shows again what is typed, lets the signal do what it would have done, and goes on without if it comes back.
static void end(int number) {
    int saved = errno;
    int index = 0;
    while (ending[index] != number) index++;
    set(TCSANOW, &loud);
    if (number == SIGINT) {
        // Whatever comes next begins a line of its own.
        ssize_t written = write(STDERR_FILENO, "\n", 1);
        (void)written;
    }
    struct sigaction own;
    sigaction(number, &before[index], &own);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    raise(number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    pthread_sigmask(SIG_BLOCK, &only, NULL);
    if (active) {
        sigaction(number, &own, NULL);
        set(TCSANOW, &silent);
    }
    errno = saved;
}

// Whoever stopped it, the shell had the terminal since then.
static void go_on(int number) {
    (void)number;
    int saved = errno;
    if (active) {
        set(TCSANOW, &silent);
        ssize_t written = write(STDERR_FILENO, asked, strlen(asked));
        (void)written;
    }
    errno = saved;
}

static void catch_signal(int number, void (*handler)(int), struct sigaction *old) {
    sigaction(number, NULL, old);
    // What somebody ignores stays ignored.
    if (old->sa_handler == SIG_IGN) return;
    struct sigaction new;
    memset(&new, 0, sizeof new);
    new.sa_handler = handler;
    new.sa_flags = SA_RESTART;
    sigemptyset(&new.sa_mask);
    sigaction(number, &new, NULL);
}

int nacre_silence(int file, const char *question) {
    if (active) {
        errno = EBUSY;
        return -1;
    }
    if (tcgetattr(file, &loud) != 0) return -1;
    terminal = file;
    silent = loud;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    strncpy(asked, question, sizeof asked - 1);
    active = 1;
    for (int index = 0; index < ends; index++) catch_signal(ending[index], end, &before[index]);
    catch_signal(SIGCONT, go_on, &before_continue);
    int status;
    while ((status = tcsetattr(file, TCSAFLUSH, &silent)) != 0 && errno == EINTR) {}
    if (status != 0) {
        int saved = errno;
        nacre_end_silence();
        errno = saved;
        return -1;
    }
    ssize_t written = write(STDERR_FILENO, asked, strlen(asked));
    (void)written;
    return 0;
}

void nacre_end_silence(void) {
    active = 0;
    set(TCSAFLUSH, &loud);
    for (int index = 0; index < ends; index++) sigaction(ending[index], &before[index], NULL);
    sigaction(SIGCONT, &before_continue, NULL);
    terminal = -1;
}
