// SPDX-License-Identifier: MIT
#include "core/lint/problemmodel.h"

#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstProblemModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void rowsAndRoles();
    void rowAtPrefersWhatHoldsThePlace();
    void followsTheText();

private:
    std::unique_ptr<ProblemModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TstProblemModel::init()
{
    m_tester.reset();
    m_model = std::make_unique<ProblemModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setFindings({{.level = Finding::Level::Info, .code = 2086, .message = u"quote"_s, .line = 3, .start = 20, .end = 24},
                          {.level = Finding::Level::Error, .code = 1009, .message = u"broken"_s, .line = 3, .start = 22, .end = 23},
                          {.level = Finding::Level::Warning,
                           .code = 2164,
                           .message = u"cd"_s,
                           .line = 7,
                           .start = 60,
                           .end = 64,
                           .fix = {{.start = 64, .end = 64, .text = u" || exit"_s}}}});
}

void TstProblemModel::rowsAndRoles()
{
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(m_model->index(0, ProblemModel::Message).data().toString(), u"quote"_s);
    QCOMPARE(m_model->index(0, ProblemModel::Rule).data().toString(), u"SC2086"_s);
    QCOMPARE(m_model->index(2, ProblemModel::Line).data().toInt(), 7);
    QVERIFY(m_model->index(2, 0).data(ProblemModel::FixableRole).toBool());
    QVERIFY(!m_model->index(0, 0).data(ProblemModel::FixableRole).toBool());
    QCOMPARE(m_model->index(2, 0).data(Qt::AccessibleTextRole).toString(), u"Warning in line 7: cd (SC2164)"_s);
    QCOMPARE(m_model->count(Finding::Level::Error), 1);
    QCOMPARE(m_model->headerData(0, Qt::Horizontal).toString(), u"Problem"_s);
    m_model->setFindings({});
    QCOMPARE(m_model->rowCount(), 0);
}

void TstProblemModel::rowAtPrefersWhatHoldsThePlace()
{
    QCOMPARE(m_model->rowAt(-1, 3), 1); // The gravest of the line.
    QCOMPARE(m_model->rowAt(20, 3), 0); // The one that is there.
    QCOMPARE(m_model->rowAt(22, 3), 1);
    QCOMPARE(m_model->rowAt(0, 1), -1);
}

void TstProblemModel::followsTheText()
{
    QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->follow(30, 0, 10, 4, 2);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_model->findings().at(0).line, 3);
    QCOMPARE(m_model->findings().at(2).line, 9);
    QCOMPARE(m_model->findings().at(2).start, 70);
    QCOMPARE(m_model->findings().at(2).fix.at(0).start, 74);
}

PUNCHCARD_TEST(TstProblemModel, tst_problemmodel)
#include "tst_problemmodel.moc"
