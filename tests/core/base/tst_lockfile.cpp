// SPDX-License-Identifier: MIT
#include "core/base/lockfile.h"
#include "tests/support/testmain.h"

#include <QDateTime>
#include <QFile>
#include <QLockFile>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstLockFile : public QObject
{
    Q_OBJECT

private slots:
    void oneHoldsIt();
    void whatAPowerFailureEmptiedIsHeldByNobody();
    void whoHasJustMadeItKeepsIt();

private:
    void leaveEmpty(int age) const;

    const QTemporaryDir m_folder;
    const QString m_path = m_folder.filePath(u"lock"_s);
};

void TstLockFile::leaveEmpty(int age) const
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-age), QFile::FileModificationTime));
}

void TstLockFile::oneHoldsIt()
{
    QLockFile one(m_path);
    QVERIFY(takeLock(one));
    QLockFile other(m_path);
    QVERIFY(!takeLock(other));
    QCOMPARE(other.error(), QLockFile::LockFailedError);
    // Nor does it help to empty its file.
    leaveEmpty(3600);
    QVERIFY(!takeLock(other));
    one.unlock();
    QVERIFY(takeLock(other));
}

// Breaks for the user: since the power failed nobody drives their job, for ever.
void TstLockFile::whatAPowerFailureEmptiedIsHeldByNobody()
{
    leaveEmpty(3600);
    QLockFile lock(m_path);
    QVERIFY(takeLock(lock));
}

void TstLockFile::whoHasJustMadeItKeepsIt()
{
    leaveEmpty(0);
    QLockFile lock(m_path);
    QVERIFY(!takeLock(lock));
    QVERIFY(QFile::remove(m_path));
}

PUNCHCARD_TEST(TstLockFile, tst_lockfile)
#include "tst_lockfile.moc"
