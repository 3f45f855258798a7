// SPDX-License-Identifier: MIT
#include "core/base/memoryguard.h"

#include "tests/support/testmain.h"

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace punchcard;

class TstMemoryGuard : public QObject
{
    Q_OBJECT

private slots:
    void nobodyLooksIn();
};

// Breaks for the user: what crashed leaves their token in a file, or any program of theirs reads it.
void TstMemoryGuard::nobodyLooksIn()
{
#ifndef Q_OS_LINUX
    QSKIP("only Linux tells");
#else
    const pid_t child = ::fork();
    if (child == 0) {
        const bool before = prctl(PR_GET_DUMPABLE) == 1;
        ::_exit(before && guardMemory() && prctl(PR_GET_DUMPABLE) == 0 ? 0 : 1);
    }
    int status = -1;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 0);
#endif
}

PUNCHCARD_TEST(TstMemoryGuard, tst_memoryguard)
#include "tst_memoryguard.moc"
