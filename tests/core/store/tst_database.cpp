// SPDX-License-Identifier: MIT
#include "core/store/database.h"

#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstDatabase : public QObject
{
    Q_OBJECT

private slots:
    void answersComeInTheOrderAsked();
};

namespace {

QCoro::Task<> noteAnswer(std::shared_ptr<store::Database> database, int number, QList<int> *answers)
{
    const Result<int> answer = co_await database->read<int>([number](QSqlDatabase &) { return Result<int>(number); });
    answers->append(*answer);
}

} // namespace

// Breaks for the user: a list that was read first is shown last, and takes the place of what is true now. Of two that are asked for
// at once the second may be there when its asker looks, before the first was told: how often, the machine decides.
void TstDatabase::answersComeInTheOrderAsked()
{
    const QTemporaryDir folder;
    const std::shared_ptr<store::Database> database = *wait(store::Database::open(folder.filePath(u"jobs.db"_s)));
    for (int i = 0; i < 1000; ++i) {
        QList<int> answers;
        QCoro::Task<> first = noteAnswer(database, 1, &answers);
        QCoro::Task<> second = noteAnswer(database, 2, &answers);
        QVERIFY(answers.isEmpty());
        wait(std::move(first));
        wait(std::move(second));
        QCOMPARE(answers, (QList{1, 2}));
    }
}

PUNCHCARD_TEST(TstDatabase, tst_database)
#include "tst_database.moc"
