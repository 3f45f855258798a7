// SPDX-License-Identifier: MIT
#include "core/models/jobfilter.h"
#include "tests/core/models/jobbook.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstJobFilter : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void byName();
    void byTextOfTheScript();
    void aJobThatComesLaterIsFoundByItsScript();
    void byKindAndAccount();
    void aJobThatFailsLeavesTheOpenOnes();

private:
    [[nodiscard]] QStringList names() const;

    std::unique_ptr<testing::JobBook> m_book;
    std::unique_ptr<JobModel> m_model;
    std::unique_ptr<JobFilter> m_filter;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TstJobFilter::init()
{
    m_tester.reset();
    m_filter.reset();
    m_model.reset();
    m_book = std::make_unique<testing::JobBook>();
    m_book->add(u"kernel.sh"_s, fromEpoch(1), Phase::Cleared, Outcome::Succeeded);
    m_book->add(u"llama.sh"_s, fromEpoch(2), Phase::Started);
    const Job failed = m_book->add(u"whisper.sh"_s, fromEpoch(3), Phase::Cleared, Outcome::Failed);
    QVERIFY(store::JobFolder(m_book->home, failed.uid).write(failed.spec, "#!/bin/bash\ncargo build --release\n"));
    m_model = std::make_unique<JobModel>(*m_book->desk);
    m_filter = std::make_unique<JobFilter>(*m_model, m_book->home);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_filter.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy loaded(m_model.get(), &JobModel::loaded);
    m_model->load();
    QTRY_COMPARE(loaded.size(), 1);
}

QStringList TstJobFilter::names() const
{
    QStringList list;
    for (int row = 0; row < m_filter->rowCount(); ++row)
        list.append(m_filter->index(row, 0).data().toString());
    return list;
}

void TstJobFilter::byName()
{
    QCOMPARE(names(), QStringList({u"whisper.sh"_s, u"llama.sh"_s, u"kernel.sh"_s}));
    QVERIFY(!m_filter->isNarrow());
    m_filter->setText(u" KERN"_s);
    QCOMPARE(names(), QStringList{u"kernel.sh"_s});
    QVERIFY(m_filter->isNarrow());
    m_filter->setText(u"fail"_s);
    QCOMPARE(names(), QStringList{u"whisper.sh"_s});
    m_filter->setText({});
    QCOMPARE(m_filter->rowCount(), 3);
}

void TstJobFilter::byTextOfTheScript()
{
    m_filter->setText(u"cargo BUILD"_s);
    QCOMPARE(names(), QStringList());
    QTRY_COMPARE(names(), QStringList{u"whisper.sh"_s});
    m_filter->setText(u"kernel"_s);
    QCOMPARE(names(), QStringList{u"kernel.sh"_s});
}

// Breaks for the user: they look for a text, run the script that has it, and its job does not appear.
void TstJobFilter::aJobThatComesLaterIsFoundByItsScript()
{
    m_filter->setText(u"cargo build"_s);
    QTRY_COMPARE(names(), QStringList{u"whisper.sh"_s});
    Job later{.spec = {.name = u"later.sh"_s, .account = thisComputerId()}, .createdAt = fromEpoch(4)};
    later.uid = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QVERIFY(store::JobFolder(m_book->home, later.uid).write(later.spec, "cargo build\n"));
    QVERIFY(testing::wait(m_book->store->add(later)));
    QTRY_COMPARE(names(), QStringList({u"later.sh"_s, u"whisper.sh"_s}));
}

void TstJobFilter::byKindAndAccount()
{
    m_filter->setKinds(JobKind::Failed | JobKind::Open);
    QCOMPARE(names(), QStringList({u"whisper.sh"_s, u"llama.sh"_s}));
    m_filter->setAccount(u"github.com/somebody"_s);
    QCOMPARE(names(), QStringList());
    m_filter->setAccount(thisComputerId());
    m_filter->setKinds(JobFilter::allKinds());
    QCOMPARE(m_filter->rowCount(), 3);
}

void TstJobFilter::aJobThatFailsLeavesTheOpenOnes()
{
    m_filter->setKinds(JobKind::Open);
    QCOMPARE(names(), QStringList{u"llama.sh"_s});
    Job job = *testing::wait(m_book->store->job(m_model->jobs().at(1).id));
    job.phase = Phase::Cleared;
    job.outcome = Outcome::Failed;
    QVERIFY(m_book->save(job));
    QTRY_COMPARE(m_filter->rowCount(), 0);
}

PUNCHCARD_TEST(TstJobFilter, tst_jobfilter)
#include "tst_jobfilter.moc"
