// SPDX-License-Identifier: MIT
#include "widgets/run/racesheet.h"

#include "core/accounts/apiroot.h"
#include "tests/support/testmain.h"
#include "tests/widgets/warnings.h"
#include "widgets/look/noticebar.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstRaceSheet : public QObject
{
    Q_OBJECT

private slots:
    void init() { testing::failOnWarning(); }
    void twoMakeARace();
    void whatIsTypedTakesPart();
    void whatIsKnownIsNotAddedTwice();
    void hereAllShareOneMachine();
    void theModelKeepsItsRules();

private:
    void open(const Account &account, const QList<Racer> &chosen)
    {
        const QList<RunnerSuggestion> known{{.label = u"ubuntu-24.04"_s, .about = u"x64, 4 cores, 16 GB"_s, .isHosted = true},
                                            {.label = u"macos-15"_s, .about = u"arm64, 3 cores, 7 GB"_s, .isHosted = true}};
        m_sheet = std::make_unique<RaceSheet>(u"work.sh"_s, account, chosen, account.isThisComputer() ? QList<RunnerSuggestion>() : known);
        m_sheet->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_sheet.get(), 30'000));
    }
    [[nodiscard]] static Account server() { return makeAccount(gitHubApiRoot(), u"me"_s); }
    [[nodiscard]] static Racer on(const QString &label) { return {.account = {}, .runner = {.labels = {label}}}; }
    [[nodiscard]] QListView *list() const { return m_sheet->findChild<QListView *>(u"racersList"_s); }
    [[nodiscard]] QPushButton *start() const { return m_sheet->findChild<QPushButton *>(u"startRace"_s); }
    void type(const QString &text)
    {
        auto *field = m_sheet->findChild<QLineEdit *>(u"racerField"_s);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<RaceSheet> m_sheet;
};

void TstRaceSheet::twoMakeARace()
{
    open(server(), {on(u"ubuntu-24.04"_s)});
    QCOMPARE(list()->model()->rowCount(), 3); // this computer is the third
    QVERIFY(!start()->isEnabled());
    list()->setFocus();
    list()->setCurrentIndex(list()->model()->index(1, 0));
    QTest::keyClick(list(), Qt::Key_Space);
    QVERIFY(start()->isEnabled());
    QCOMPARE(m_sheet->racers(), QList<Racer>({on(u"ubuntu-24.04"_s), on(u"macos-15"_s)}));
    QTest::keyClick(list(), Qt::Key_Space);
    QVERIFY(!start()->isEnabled());
    QTest::keyClick(list(), Qt::Key_Space);
    QSignalSpy accepted(m_sheet.get(), &QDialog::accepted);
    QTest::keyClick(m_sheet.get(), Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
}

void TstRaceSheet::whatIsTypedTakesPart()
{
    open(server(), {on(u"ubuntu-24.04"_s)});
    QSignalSpy accepted(m_sheet.get(), &QDialog::accepted);
    type(u"self-hosted, gpu"_s);
    type(u"group:big"_s);
    QCOMPARE(accepted.size(), 0); // Enter adds first
    const QList<Racer> racers = m_sheet->racers();
    QCOMPARE(racers.size(), 3);
    QCOMPARE(racers.at(1).runner.labels, QStringList({u"self-hosted"_s, u"gpu"_s}));
    QCOMPARE(racers.at(2).runner.group, u"big"_s);
    type(u" , "_s);
    QCOMPARE(m_sheet->racers().size(), 3);
}

void TstRaceSheet::whatIsKnownIsNotAddedTwice()
{
    open(server(), {on(u"ubuntu-24.04"_s)});
    // The chosen one got what is known of it.
    QCOMPARE(list()->model()->index(0, 0).data(RacersModel::AboutRole).toString(), u"x64, 4 cores, 16 GB"_s);
    const int before = list()->model()->rowCount();
    type(u"MACOS-15"_s);
    type(u"local"_s);
    QCOMPARE(list()->model()->rowCount(), before);
    QCOMPARE(m_sheet->racers().size(), 3);
    QCOMPARE(m_sheet->racers().constLast().account, thisComputerId());
}

void TstRaceSheet::hereAllShareOneMachine()
{
    open(thisComputer(), {racerFromText(u"local"_s)});
    QCOMPARE(list()->model()->rowCount(), 1);
    const auto *notice = m_sheet->findChild<look::NoticeBar *>();
    QVERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"share one machine"_s), qPrintable(notice->text()));
    open(server(), {});
    QVERIFY(!m_sheet->findChild<look::NoticeBar *>()->isVisible());
}

void TstRaceSheet::theModelKeepsItsRules()
{
    RacersModel model;
    QAbstractItemModelTester tester(&model);
    QCOMPARE(model.add(on(u"a"_s), {}, false), 0);
    QCOMPARE(model.add(on(u"b"_s), {}, true), 1);
    QCOMPARE(model.add(on(u"a"_s), u"known"_s, true), 0);
    QCOMPARE(model.chosen().size(), 2);
    QVERIFY(!model.setData(model.index(0), u"x"_s, Qt::EditRole));
}

PUNCHCARD_TEST(TstRaceSheet, tst_racesheet)
#include "tst_racesheet.moc"
