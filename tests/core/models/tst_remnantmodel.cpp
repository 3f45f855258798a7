// SPDX-License-Identifier: MIT
#include "core/models/remnantmodel.h"

#include "tests/support/testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TstRemnantModel : public QObject
{
    Q_OBJECT

private slots:
    void init();
    // Breaks for the user: one click ticks another computer's running job.
    void onlyWhatWasNotedIsTickedAtOnce();
    void whatWasDeletedGoesAndWhatWasNotSaysWhy();
    void rowsSayWhatTheyAre();

private:
    static Remnant remnant(const QString &name, bool isRecorded, Remnant::State state = Remnant::State::Idle)
    {
        return {.state = state,
                .accountName = u"octo"_s,
                .uid = name,
                .repo = {.owner = u"octo"_s, .name = name},
                .repositoryId = 7,
                .page = QUrl(u"https://example.invalid/"_s + name),
                .since = fromEpoch(1'764'000'000'000),
                .isRecorded = isRecorded};
    }
    std::unique_ptr<RemnantModel> m_model;
};

void TstRemnantModel::init()
{
    m_model = std::make_unique<RemnantModel>();
    new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
    m_model->setRemnants({remnant(u"noted"_s, true), remnant(u"found"_s, false), remnant(u"busy"_s, true, Remnant::State::Running)},
                         fromEpoch(1'764'000'000'000) + 3h);
}

void TstRemnantModel::onlyWhatWasNotedIsTickedAtOnce()
{
    QVERIFY(m_model->ticked().isEmpty());
    QVERIFY(m_model->hasRecorded());
    m_model->tickRecorded();
    QCOMPARE(m_model->ticked().size(), 1);
    QCOMPARE(m_model->ticked().first().name(), u"octo/noted"_s);
    QSignalSpy changed(m_model.get(), &RemnantModel::tickedChanged);
    QVERIFY(m_model->setData(m_model->index(1, RemnantModel::Name), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_model->ticked().size(), 2);
    QVERIFY(!m_model->setData(m_model->index(1, RemnantModel::Age), Qt::Checked, Qt::CheckStateRole));
}

void TstRemnantModel::whatWasDeletedGoesAndWhatWasNotSaysWhy()
{
    m_model->tickRecorded();
    const Error denied{.kind = Error::Kind::Denied, .what = u"no right to"_s, .page = QUrl(u"https://example.invalid/mend"_s)};
    m_model->settle(remnant(u"noted"_s, true), denied);
    QCOMPARE(m_model->rowCount(), 3);
    QVERIFY(m_model->ticked().isEmpty());
    const QModelIndex what = m_model->index(0, RemnantModel::What);
    QCOMPARE(what.data().toString(), u"no right to"_s);
    QVERIFY(what.data(RemnantModel::FailedRole).toBool());
    QCOMPARE(what.data(RemnantModel::PageRole).toUrl(), denied.page);
    m_model->settle(remnant(u"noted"_s, true), {});
    QCOMPARE(m_model->rowCount(), 2);
    QCOMPARE(m_model->index(0, 0).data().toString(), u"octo/found"_s);
}

void TstRemnantModel::rowsSayWhatTheyAre()
{
    QCOMPARE(m_model->index(0, RemnantModel::Age).data().toString(), u"3h"_s);
    QVERIFY(m_model->index(2, RemnantModel::What).data().toString().contains(u"another computer"_s));
    QVERIFY(m_model->index(1, 0).data(RemnantModel::NeedsWordRole).toBool());
    QVERIFY(confirmText(remnant(u"found"_s, false)) != u"octo/found"_s);
    QCOMPARE(confirmText(remnant(u"noted"_s, true)), u"octo/noted"_s);
    // What a screen reader says of a row's first cell has its state in it.
    QVERIFY(m_model->index(2, 0).data(Qt::AccessibleTextRole).toString().contains(u"running"_s));
}

PUNCHCARD_TEST(TstRemnantModel, tst_remnantmodel)
#include "tst_remnantmodel.moc"
